package workspace

import (
	"os"
	"path/filepath"
	"testing"

	"kontor/domain"
	"kontor/eventstore/esdb/server"
)

// A copy of an installation gets an id of its own as soon as that is noticed, and
// colleagues read how that machine is called too.
func TestACopyOfAnInstallationHasAName(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	anna.connect(reached(s, "anna"))
	dir, copied := anna.Dir(), filepath.Join(t.TempDir(), "copy")
	if err := anna.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	anna.open(dir)
	other := openScene(t, copied)
	for _, l := range []*scene{anna, other} {
		l.keepPassword("anna-secret")
	}
	anna.add("Johann Wolfgang", "Goethe")
	anna.sync()
	other.add("Friedrich", "Schiller")
	other.sync()
	if other.Device() == anna.Device() {
		t.Fatal("it was not noticed")
	}
	for range 2 {
		anna.sync() // which may take itself for the copy
		other.sync()
	}
	member := must(anna.Record(anna.ctx, domain.Stream{Kind: domain.KindMember, ID: anna.Me()}))(t).(*domain.Member)
	for _, l := range []*scene{anna, other} {
		if member.Devices[l.Device()] == "" {
			t.Errorf("%s is none of %v", l.Device(), member.Devices)
		}
	}
	same(t, anna, other)
}
