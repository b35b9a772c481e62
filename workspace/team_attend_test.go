package workspace

import (
	"testing"

	"kontor/domain"
	"kontor/eventstore/esdb/server"
)

// A colleague logs a conversation with somebody who was erased here. Its words
// are destroyed also if the program ends right after it came in.
func TestWhatComesLateIsErasedAlsoAfterACrash(t *testing.T) {
	s := teamServer(t, server.Options{})
	anna := newScene(t)
	schiller := anna.add("Friedrich", "Schiller")
	anna.connect(reached(s, "anna"))
	bert := join(t, reached(s, "bert"))
	bert.sync()
	anna.sync()
	late := talk(anna, schiller, "Die Räuber sind fertig")
	anna.do(late)
	anna.sync()
	if _, err := bert.Erase(bert.ctx, schiller); err != nil {
		t.Fatal(err)
	}
	remove := bert.OnChange(func(Changed) { panic("the machine goes off") })
	func() {
		defer func() {
			if recover() == nil {
				t.Fatal("it went on to its end")
			}
		}()
		_ = bert.SyncNow(bert.ctx)
	}()
	remove()
	dir := bert.Dir()
	if err := bert.Close(); err != nil {
		t.Fatal(err)
	}
	bert.open(dir)
	history := must(bert.ledger.Load(bert.ctx, domain.Stream{Kind: domain.KindConversation, ID: late.Conversation}))(t)
	if len(history) != 2 || history[0].Secret != domain.SecretErased {
		t.Errorf("the conversation has still its words: %+v", history)
	}
	bert.keepPassword("bert-secret")
	bert.sync()
	anna.sync()
	same(t, anna, bert)
}
