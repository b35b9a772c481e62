package people

import (
	"context"
	"encoding/json"

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
// so that a refusal loses nothing.
func (f *form) save() {
	f.done = true
	f.release()
	d := f.read()
	s := saving{person: f.id, isNew: f.isNew, now: f.desk.Workspace.Now(), definitions: f.definitions, place: f.place}
	batch := s.batch(d)
	f.keep(d, func() {
		f.desk.Do(batch, func(workspace.Done) {
			f.forget()
			if f.isNew {
				f.desk.Open(personStream(f.id))
			}
		})
	})
}

// leave keeps what was changed, however the form was closed.
func (f *form) leave() {
	f.release()
	if d := f.read(); !f.done && !d.same(f.opened) {
		f.keep(d, nil)
		f.desk.Shell.Toast(kit.Toast{Text: i18n.T("people.form.kept"), Tone: kit.Good})
	}
}

// release ends what the form waits for.
func (f *form) release() {
	f.quiet()
	f.stopReading()
	f.twins.Stop()
	f.desk.Window.SetOnDropped(nil)
}

func (f *form) keep(d draft, then func()) {
	text, err := json.Marshal(d)
	if err != nil {
		f.desk.Fail(err)
		return
	}
	f.desk.Run(func(context.Context) error { return f.desk.Workspace.KeepDraft(f.draftName(), string(text)) }, then)
}

func (f *form) forget() {
	f.desk.Run(func(context.Context) error { return f.desk.Workspace.KeepDraft(f.draftName(), "") }, nil)
}

// discard begins anew, without what was left last time.
func (f *form) discard() {
	f.done = true
	f.forget()
	f.dialog.Close()
	f.desk.EditPerson(map[bool]domain.ID{false: f.id}[f.isNew])
}
