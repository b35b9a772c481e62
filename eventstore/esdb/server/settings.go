package server

import (
	"encoding/json"
	"strings"
)

// settings are the parts of a stream's metadata that the server obeys.
type settings struct {
	MaxCount *int64 `json:"$maxCount"`
	MaxAge   *int64 `json:"$maxAge"` // seconds
	Before   *int64 `json:"$tb"`
	ACL      *acl   `json:"$acl"`
}

// acl says who may do what. A right that is not set follows the server's
// default for the kind of stream.
type acl struct {
	Read      roles `json:"$r"`
	Write     roles `json:"$w"`
	Delete    roles `json:"$d"`
	MetaRead  roles `json:"$mr"`
	MetaWrite roles `json:"$mw"`
}

// roles are names of users and groups; nil where nothing was set.
type roles []string

// UnmarshalJSON reads one role or a list.
func (r *roles) UnmarshalJSON(raw []byte) error {
	if strings.HasPrefix(string(raw), "[") {
		list := []string{}
		err := json.Unmarshal(raw, &list)
		*r = list
		return err
	}
	var one *string
	err := json.Unmarshal(raw, &one)
	if one != nil {
		*r = roles{*one}
	}
	return err
}

// readSettings reads the body of a metadata event. What cannot be read sets
// nothing.
func readSettings(raw []byte) settings {
	var read settings
	if json.Unmarshal(raw, &read) != nil {
		return settings{}
	}
	return read
}

func (s settings) truncateBefore() int64 {
	if s.Before == nil {
		return 0
	}
	return *s.Before
}

// withTruncation sets the first revision that is shown and keeps everything
// else that the metadata says.
func withTruncation(raw []byte, before int64) []byte {
	all := map[string]json.RawMessage{}
	if json.Unmarshal(raw, &all) != nil || all == nil {
		all = map[string]json.RawMessage{}
	}
	number, err := json.Marshal(before)
	if err != nil {
		panic(err) // a number can be written
	}
	all["$tb"] = number
	changed, err := json.Marshal(all)
	if err != nil {
		panic(err) // it was JSON before
	}
	return changed
}
