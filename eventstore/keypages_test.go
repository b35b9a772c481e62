package eventstore

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/uuid"

	"kontor/domain"
)

// wrongKeys are blocks that nobody may take over.
func wrongKeys(block KeyBlock) map[string]KeyBlock {
	altered, moved, tooHigh := block, block, block
	altered.Wrapped = slices.Clone(block.Wrapped)
	altered.Wrapped[20] ^= 1
	moved.ID = newID()
	tooHigh.Wrapped, tooHigh.Leaves = nil, []KeyLeaf{{Slot: 256, Wrapped: block.Wrapped}}
	return map[string]KeyBlock{"altered": altered, "in another's place": moved, "a slot that is none": tooHigh}
}

func TestKeysAreLearnedOnlyIfTheyAreOurs(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe := newPerson()
	e := say(t, one, goethe, "eins")
	r, err := one.RecordAt(ctx, e.Position)
	must(t, err)
	blocks, err := one.KeyBlocks(ctx, r.Key.Block)
	must(t, err)
	for name, wrong := range wrongKeys(blocks[0]) {
		if err := two.LearnKeys(ctx, wrong); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := openLedger(t, t.TempDir())
	if err := other.LearnKeys(ctx, blocks...); !errors.Is(err, ErrDamaged) {
		t.Errorf("another workspace's: %v", err)
	}
	missing, err := two.MissingBlocks(ctx, r.Key.Block, blockID{})
	if err != nil || !slices.Equal(missing, [][16]byte{r.Key.Block}) {
		t.Errorf("missing %x, %v", missing, err)
	}
	if _, err := two.KeyBlocks(ctx, r.Key.Block); !errors.Is(err, ErrKeyMissing) {
		t.Errorf("a block that is not here: %v", err)
	}
	s.records = append(s.records, sent(&r))
	got := s.pull(t, two, nil) // before the keys
	if got.Incoming[0].Secret != domain.SecretMissing {
		t.Errorf("state %d", got.Incoming[0].Secret)
	}
	must(t, two.LearnKeys(ctx, blocks...))
	must(t, two.LearnKeys(ctx, blocks...))
	if all := texts(t, two, goethe); !slices.Equal(all, []string{"eins"}) {
		t.Errorf("read %q", all)
	}
}

func TestKeysOfArgumentsAndDraftsNeverLeave(t *testing.T) {
	ctx := context.Background()
	l := openLedger(t, t.TempDir())
	e := say(t, l, newPerson(), "eins")
	c, err := l.Command(ctx, e.Command)
	must(t, err)
	draft, err := l.NewKey(newID())
	must(t, err)
	for name, key := range map[string]KeyRef{"arguments": c.ArgsKey, "a draft": draft} {
		if _, err := l.KeyBlocks(ctx, key.Block); !errors.Is(err, errLocalBlock) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r, err := l.RecordAt(ctx, 1)
	must(t, err)
	if _, err := l.KeyBlocks(ctx, r.Key.Block); err != nil {
		t.Errorf("words: %v", err)
	}
}

// TestADestroyedKeyStaysDestroyedOnBothSides follows a key through every order
// in which an erasure and the page can meet.
func TestADestroyedKeyStaysDestroyedOnBothSides(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe, schiller := newPerson(), newPerson()
	say(t, one, goethe, "eins")
	say(t, one, schiller, "zwei")
	s.push(t, one)
	s.pull(t, two, nil)
	r, err := one.RecordAt(ctx, 1)
	must(t, err)
	whole, err := one.KeyBlocks(ctx, r.Key.Block)
	must(t, err)

	if _, err := one.Erase(ctx, domain.None, goethe.ID); err != nil {
		t.Fatal(err)
	}
	must(t, one.LearnKeys(ctx, whole...)) // an older page
	if e := load(t, one, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("revived: state %d", e.Secret)
	}
	if all := texts(t, one, schiller); !slices.Equal(all, []string{"zwei"}) {
		t.Errorf("read %q", all)
	}
	punctured, err := one.KeyBlocks(ctx, r.Key.Block)
	must(t, err)
	if punctured[0].Wrapped != nil || len(punctured[0].Leaves) != blockSlots-1 {
		t.Errorf("published: %d leaves", len(punctured[0].Leaves))
	}
	must(t, two.LearnKeys(ctx, punctured...)) // the page lost it before the order came
	if e := load(t, two, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("still readable: state %d", e.Secret)
	}
	if all := texts(t, two, schiller); !slices.Equal(all, []string{"zwei"}) {
		t.Errorf("read %q", all)
	}
	must(t, two.LearnKeys(ctx, whole...))
	if e := load(t, two, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("revived: state %d", e.Secret)
	}
	three := s.join(t, one, t.TempDir())
	must(t, three.LearnKeys(ctx, punctured...)) // known in parts only, from the start
	s.pull(t, three, nil)
	if e := load(t, three, goethe)[0]; e.Secret != domain.SecretErased {
		t.Errorf("state %d", e.Secret)
	}
	if all := texts(t, three, schiller); !slices.Equal(all, []string{"zwei"}) {
		t.Errorf("read %q", all)
	}
	mustVerify(t, one)
}

// TestAKeyThatComesAfterItsErasureIsLeftOut: the order came first, the page later.
func TestAKeyThatComesAfterItsErasureIsLeftOut(t *testing.T) {
	ctx := context.Background()
	s, one, two := team(t)
	goethe, schiller := newPerson(), newPerson()
	say(t, one, goethe, "eins")
	say(t, one, schiller, "zwei")
	r, err := one.RecordAt(ctx, 1)
	must(t, err)
	whole, err := one.KeyBlocks(ctx, r.Key.Block)
	must(t, err)
	_, err = one.Append(ctx, issued(), "erase", nil, []domain.Event{&erasedEvent{goethe}}, nil)
	must(t, err)
	for r, err := range one.RecordsAfter(ctx, 0) {
		must(t, err)
		s.records = append(s.records, sent(r))
	}
	s.pull(t, two, nil) // no page yet
	page := newID()
	must(t, two.SetKeyPage(ctx, page, false, r.Key.Block))
	must(t, two.LearnKeys(ctx, whole...))
	if _, err := two.keys.aead(r.Key); !errors.Is(err, ErrKeyErased) {
		t.Errorf("the key of an erased person: %v", err)
	}
	if all := texts(t, two, schiller); !slices.Equal(all, []string{"zwei"}) {
		t.Errorf("read %q", all)
	}
	if pages, err := two.KeyPages(ctx); err != nil || len(pages) != 1 || !pages[0].Dirty {
		t.Errorf("the page still has the key, but is not to be published: %+v, %v", pages, err)
	}
	mustVerify(t, two)
}

func TestPagesOfKeys(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	l := openLedger(t, dir)
	goethe, schiller := newPerson(), newPerson()
	say(t, l, goethe, "eins")
	say(t, l, schiller, "zwei")
	first, err := l.RecordAt(ctx, 1)
	must(t, err)
	mine, theirs, foreign := domain.ID(uuid.New()), domain.ID(uuid.New()), [16]byte{7}
	check := func(when string, mineDirty bool) {
		t.Helper()
		pages, err := l.KeyPages(ctx)
		must(t, err)
		want := []KeyPage{
			{ID: mine, Own: true, Dirty: mineDirty, Blocks: [][16]byte{first.Key.Block}},
			{ID: theirs, Blocks: [][16]byte{foreign}},
		}
		slices.SortFunc(want, func(a, b KeyPage) int { return slices.Compare(a.ID[:], b.ID[:]) })
		if !slices.EqualFunc(pages, want, func(a, b KeyPage) bool {
			return a.ID == b.ID && a.Own == b.Own && a.Dirty == b.Dirty && slices.Equal(a.Blocks, b.Blocks)
		}) {
			t.Errorf("%s: pages %+v, want %+v", when, pages, want)
		}
	}
	must(t, l.SetKeyPage(ctx, mine, true, first.Key.Block))
	must(t, l.SetKeyPage(ctx, theirs, false, foreign))
	check("opened", true)
	publish := func(meanwhile func()) {
		t.Helper()
		_, err := l.KeyBlocks(ctx, first.Key.Block)
		must(t, err)
		meanwhile()
		must(t, l.KeyPagePublished(ctx, mine))
	}
	publish(func() {})
	check("published", false)
	must(t, l.SetKeyPage(ctx, mine, true, first.Key.Block))
	check("nothing added", false)
	publish(func() {
		_, err := l.Erase(ctx, domain.None, goethe.ID)
		must(t, err)
	})
	check("a key destroyed while it was published", true)
	publish(func() {})
	check("published again", false)
	l.Close()
	l = openLedger(t, dir)
	check("opened again", false)
	_, err = l.Erase(ctx, domain.None, schiller.ID)
	must(t, err)
	check("a key destroyed", true)
}
