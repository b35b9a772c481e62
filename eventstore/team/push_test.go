package team

import (
	"errors"
	"testing"

	"kontor/eventstore"
	"kontor/eventstore/shared"
)

// The push ends in the middle, wherever that is: what the server has of it by
// then is found there again, and nothing is there twice.
func TestAPushIsInterruptedAtAnyAppendAndGoesOn(t *testing.T) {
	for _, fault := range []shared.Fault{shared.LoseRequest, shared.LoseReply} {
		for broken := 1; broken <= 6; broken++ {
			server, anna, ben := pair(t)
			for range 8 {
				facts(anna, 250)
			}
			appends := 0
			server.OnCall(func(c shared.Call) shared.Fault {
				if c.Op != shared.OpAppend || c.Client != anna.name {
					return shared.Fine
				}
				if appends++; appends == broken {
					return fault
				}
				return shared.Fine
			})
			err := anna.syncer.Round(ctx)
			if inDoubt := appends >= broken; inDoubt != errors.Is(err, shared.ErrInDoubt) || !inDoubt && err != nil {
				t.Fatalf("fault %d at append %d of %d: %v", fault, broken, appends, err)
			}
			server.OnCall(nil)
			rounds(anna, ben)
			alike(t, anna, ben)
		}
	}
}

// A machine stops after the server has taken everything in, and before that was
// noted here.
func TestWhatArrivedIsFoundThereWhereItWasNotNoted(t *testing.T) {
	server, anna, ben := pair(t)
	before := anna.head().Position
	for range 4 {
		facts(anna, 400)
	}
	anna.round()
	events := len(server.All(anna.stream()))
	anna.syncer.Close()
	if err := anna.ledger.Unconfirm(ctx, before); err != nil {
		t.Fatal(err)
	}
	anna.shut()
	anna.open()
	facts(anna, 3)
	rounds(anna, ben)
	alike(t, anna, ben)
	if now := len(server.All(anna.stream())); now != events+3 {
		t.Errorf("the server has %d events instead of %d", now, events+3)
	}
}

// What was damaged here does not get to the others: nobody could read on.
func TestADamagedEventIsNotPushed(t *testing.T) {
	_, anna, _ := pair(t)
	anna.person("Goethe")
	facts(anna, 3)
	var end eventstore.Head
	for r, err := range anna.ledger.RecordsAfter(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if end.Position == 0 {
			end.Hash = eventstore.Genesis(anna.ledger.Workspace())
		}
		damaged := end
		bad := *r
		bad.Skeleton = append([]byte(nil), r.Skeleton...)
		bad.Skeleton[0] ^= 1
		if err := follow(&damaged, &bad); !errors.Is(err, eventstore.ErrDamaged) || damaged != end {
			t.Errorf("event %d: %v", r.Position, err)
		}
		if err := follow(&end, r); err != nil {
			t.Fatal(err)
		}
	}
	if end != anna.head() {
		t.Errorf("the end is %d", end.Position)
	}
}
