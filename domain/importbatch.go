package domain

import "slices"

// Import is one run of the import assistant over one or more files.
type Import struct {
	Head
	Format   string // "vcard", "csv", "jsonl", "eml"
	Files    []string
	Finished bool
	Undone   bool
	Counts   ImportCounts
	Rejected []RejectedRow
}

// ImportCounts says what became of the rows of an import.
type ImportCounts struct {
	New        int `json:"new"`
	Updated    int `json:"updated"`
	Unchanged  int `json:"unchanged"`
	Duplicates int `json:"duplicates"`
	Rejected   int `json:"rejected"`
}

// RejectedRow is a row of a file that could not be imported. It is kept so that
// nothing is lost.
type RejectedRow struct {
	File   string `json:"file"`
	Line   int    `json:"line"` // counted from 1
	Reason string `json:"reason"`
	Args   []any  `json:"args,omitempty"`
	Raw    string `json:"raw,omitempty"`
}

// NewImport is an import of which nothing is known yet.
func NewImport() *Import { return &Import{} }

// Apply adds one event.
func (i *Import) Apply(r Recorded) {
	i.Head.apply(r)
	switch e := r.Event.(type) {
	case *ImportStarted:
		i.Format, i.Files = e.Format, e.Sealed.Files
	case *ImportRejected:
		i.Rejected = append(i.Rejected, e.Sealed.Rows...)
	case *ImportFinished:
		i.Finished, i.Counts = true, e.Counts
	case *ImportUndone:
		i.Undone = true
	case *ImportRedone:
		i.Undone = false
	}
}

func (i *Import) clone() Aggregate {
	c := *i
	c.Rejected = slices.Clone(i.Rejected)
	return &c
}

// ImportStarted says that files were brought in.
type ImportStarted struct {
	of
	Format string      `json:"format"`
	Sealed ImportFiles `json:"-"`
}

// ImportFiles is the sealed part of the start of an import.
type ImportFiles struct {
	Files []string `json:"files"` // names without folders
}

// EventType is the persisted name.
func (*ImportStarted) EventType() string { return "import.started.v1" }

// Secret is the names of the files.
func (e *ImportStarted) Secret() any { return &e.Sealed }

// ImportRejected keeps rows that could not be imported.
type ImportRejected struct {
	of
	Count  int        `json:"count"`
	Sealed ImportRows `json:"-"`
}

// ImportRows is the sealed part of rejected rows.
type ImportRows struct {
	Rows []RejectedRow `json:"rows"`
}

// EventType is the persisted name.
func (*ImportRejected) EventType() string { return "import.rows-rejected.v1" }

// Secret is the rejected rows.
func (e *ImportRejected) Secret() any { return &e.Sealed }

// ImportFinished says that an import came to its end.
type ImportFinished struct {
	of
	noSecret
	Counts ImportCounts `json:"counts"`
}

// EventType is the persisted name.
func (*ImportFinished) EventType() string { return "import.finished.v1" }

// ImportUndone says that what an import brought was taken back.
type ImportUndone struct {
	of
	noSecret
}

// EventType is the persisted name.
func (*ImportUndone) EventType() string { return "import.undone.v1" }

// ImportRedone says that taking an import back was itself undone.
type ImportRedone struct {
	of
	noSecret
}

// EventType is the persisted name.
func (*ImportRedone) EventType() string { return "import.redone.v1" }
