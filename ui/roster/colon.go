package roster

import (
	"context"
	"reflect"

	"kontor/domain"
	"kontor/i18n"
	"kontor/ui/facet"
	"kontor/ui/kit"
)

// misread is what is wrong with a word with a colon in a text.
type misread struct{ text, wrong string }

// read turns the words with a colon that are typed into a filter; there is false
// for words of which one is wrong, so that nothing fits.
func (l *List[T, F]) read(ctx context.Context, filter F) (read F, right bool, err error) {
	if l.p.Read == nil || l.p.Text == nil {
		return filter, true, nil
	}
	text := *l.p.Text(&filter)
	if !facet.Spoken(text) {
		return filter, true, nil
	}
	read, wrong, err := l.p.Read(ctx, filter)
	if err == nil && wrong != "" {
		l.misread.Store(&misread{text, wrong})
	}
	return read, wrong == "", err
}

func (l *List[T, F]) fetch(ctx context.Context, filter F, order Order, turn kit.Turn) ([]T, error) {
	filter, right, err := l.read(ctx, filter)
	if err != nil || !right {
		return nil, err
	}
	return l.p.Fetch(ctx, filter, order, turn)
}

func (l *List[T, F]) countOf(ctx context.Context, filter F) (Count, error) {
	filter, right, err := l.read(ctx, filter)
	if err != nil {
		return Count{}, err
	}
	c, err := l.p.Count(ctx, filter)
	if !right {
		c.Shown, c.More = 0, false
	}
	return c, err
}

func (l *List[T, F]) idsOf(ctx context.Context, filter F, order Order) ([]domain.ID, error) {
	filter, right, err := l.read(ctx, filter)
	if err != nil || !right {
		return nil, err
	}
	return l.p.IDs(ctx, filter, order)
}

// settle goes from the field to the rows. Words with a colon that were understood
// become filters like those that are chosen.
func (l *List[T, F]) settle() {
	l.ToRows()
	if l.p.Read == nil || !facet.Spoken(*l.p.Text(&l.Filter)) {
		return
	}
	was := l.Filter
	kit.Load(context.Background(), l.reading, func(ctx context.Context) (F, error) {
		read, right, err := l.read(ctx, was)
		if !right {
			return was, err
		}
		return read, err
	}, func(read F, err error) {
		if err == nil && reflect.DeepEqual(was, l.Filter) {
			l.SetFilter(func(f *F) { *f = read })
			l.ShowFilter()
		}
	})
}

// misreadText says what is wrong with a word with a colon, or that this list
// knows none; "" where neither is so.
func (l *List[T, F]) misreadText() string {
	if l.p.Text == nil {
		return ""
	}
	text := *l.p.Text(&l.Filter)
	if m := l.misread.Load(); m != nil && m.text == text {
		return m.wrong
	}
	if l.p.Read == nil && facet.Spoken(text) {
		return i18n.T("roster.colon.none")
	}
	return ""
}
