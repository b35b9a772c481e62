package people

import (
	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/kit"
	"kontor/workspace"
)

// submit checks the form. A new person who may be here already is asked about
// before anything is saved.
func (f *form) submit() bool {
	if !f.form.Validate() {
		return false
	}
	if !f.isNew {
		f.save()
		return true
	}
	f.quiet()
	f.dialog.SetBusy(true)
	f.lookForTwins(func(found []projections.Alike) {
		f.dialog.SetBusy(false)
		if len(found) > 0 {
			f.warn(found, true)
			return
		}
		f.saveAnyway()
	})
	return false
}

func (f *form) saveAnyway() {
	if f.form.Validate() {
		f.save()
		f.dialog.Close()
	}
}

// save records what the form says. The draft is let go only once that is done,
// so that a refusal loses nothing. The page of somebody new is shown then, and that
// of somebody known who was come upon while writing a new one.
func (f *form) save() {
	f.done = true
	f.release()
	d := f.read()
	s := saving{person: f.id, isNew: f.isNew, now: f.desk.Workspace.Now(), definitions: f.definitions, place: f.place}
	batch := s.batch(d)
	f.keeper.Keep(d, func() {
		f.desk.Do(batch, func(workspace.Done) {
			f.keeper.Forget()
			f.taken()
			if f.isNew || f.taking != nil {
				f.desk.Open(personStream(f.id))
			}
		})
	})
}

// leave keeps what was changed, however the form was closed.
func (f *form) leave() {
	f.release()
	switch d := f.read(); {
	case f.done:
	case !d.same(f.opened):
		f.keeper.Keep(d, nil)
		f.desk.Shell.Toast(kit.Toast{Text: i18n.T("unsaved.kept"), Tone: kit.Good})
	case f.restored == nil:
		f.keeper.Forget() // what was typed was taken back
	}
}

// release ends what the form waits for.
func (f *form) release() {
	f.quiet()
	f.stopReading()
	f.twins.Stop()
	f.keeper.Rest()
	f.drops()
	f.elsewhere.Stop()
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.done = true
	f.dialog.Close()
	f.keeper.Forget()
	f.desk.EditPerson(map[bool]domain.ID{false: f.id}[f.isNew])
}
