package workspace

import (
	"encoding/json"
	"os"

	"kontor/exchange"
)

// mappingFor is the meaning of the columns of a CSV file: as given, as saved
// for its header, or as proposed.
func (w *Workspace) mappingFor(path string, given map[string]exchange.Mapping) (exchange.Mapping, error) {
	if m, ok := given[path]; ok {
		return m, nil
	}
	m, _, err := w.ProposeMapping(path)
	return m, err
}

// ProposeMapping reads the beginning of a CSV file and says what its columns
// mean: as saved for this header, else as its words suggest.
func (w *Workspace) ProposeMapping(path string) (exchange.Mapping, exchange.Table, error) {
	f, err := os.Open(path)
	if err != nil {
		return exchange.Mapping{}, exchange.Table{}, err
	}
	defer f.Close()
	table, err := exchange.PeekCSV(f)
	if err != nil {
		return exchange.Mapping{}, table, err
	}
	if saved, ok := w.Settings().Profiles[exchange.HeaderFingerprint(table.Header)]; ok {
		var m exchange.Mapping
		if err := json.Unmarshal([]byte(saved), &m); err == nil {
			return m, table, nil
		}
	}
	m, _ := exchange.Propose(table.Header, table.Sample)
	return m, table, nil
}

// SaveMapping keeps the meaning of the columns for other files with the same
// header.
func (w *Workspace) SaveMapping(m exchange.Mapping) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return w.ChangeSettings(func(s *Settings) {
		if s.Profiles == nil {
			s.Profiles = map[string]string{}
		}
		s.Profiles[m.Fingerprint()] = string(data)
	})
}
