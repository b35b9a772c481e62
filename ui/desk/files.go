package desk

import (
	"path/filepath"
	"slices"

	"kontor/ui/kit"
	"kontor/workspace"
)

// AskFile asks for a file, in the folder where one was chosen last for the same
// purpose.
func (d *Desk) AskFile(p kit.FileAsk) {
	p.Folders = folders{d}
	d.Shell.AskFile(p)
}

// AskSave asks for the path that something is written to; chosen is called with
// it, and not at all where nobody chose one. The label is that of the action, and
// the name what is proposed, with its ending.
func (d *Desk) AskSave(name, label string, chosen func(path string)) {
	p := kit.FileAsk{Title: label, Purpose: "save", Save: name, OnChoose: func(paths []string) { chosen(paths[0]) }}
	if ending := filepath.Ext(name); ending != "" {
		p.Kinds = []kit.FileKind{{Endings: []string{ending}}}
	}
	d.AskFile(p)
}

// folders are those that the settings remember.
type folders struct{ desk *Desk }

// recentFolders is how many of late are offered.
const recentFolders = 5

// Last implements kit.Folders.
func (f folders) Last(purpose string) string { return f.desk.Workspace.Settings().Folders[purpose] }

// Recent implements kit.Folders.
func (f folders) Recent() []string { return f.desk.Workspace.Settings().Recent }

// Keep implements kit.Folders.
func (f folders) Keep(purpose, folder string) {
	err := f.desk.Workspace.ChangeSettings(func(s *workspace.Settings) {
		if s.Folders == nil {
			s.Folders = map[string]string{}
		}
		s.Folders[purpose] = folder
		recent := slices.DeleteFunc(slices.Clone(s.Recent), func(other string) bool { return other == folder })
		s.Recent = slices.Insert(recent, 0, folder)
		s.Recent = s.Recent[:min(len(s.Recent), recentFolders)]
	})
	if err != nil {
		f.desk.Fail(err)
	}
}
