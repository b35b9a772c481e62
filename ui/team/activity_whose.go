package team

import (
	"context"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/ui/picker"
)

// mostNamed is how many of us can each be chosen at once; of more the others are
// chosen from a list.
const mostNamed = 8

// somebody is the choice that opens that list.
const somebody = "somebody"

// segments are whose steps can be looked at: everybody's, or those of one of us.
func (a *activity) segments() []kit.Segment {
	all := []kit.Segment{{Label: i18n.T("team.activity.all")}}
	for _, m := range a.members {
		id := m.ID.String()
		if len(a.members) <= mostNamed || m.ID == a.desk.Workspace.Me() || id == a.member {
			all = append(all, kit.Segment{Value: id, Label: m.Name})
		}
	}
	if len(a.members) > mostNamed {
		all = append(all, kit.Segment{Value: somebody, Label: i18n.T("team.activity.somebody")})
	}
	return all
}

// choose looks at the steps of one of us, "" for those of all.
func (a *activity) choose(member string) {
	if member == somebody {
		a.filter.SetValue(a.member)
		a.chooseSomebody()
		return
	}
	a.member, a.At.Arg = member, member
	a.filter.Set(a.segments())
	a.filter.SetValue(member)
	a.frame.SetBody(kit.NewLoadingState())
	a.steps.reset()
}

func (a *activity) chooseSomebody() {
	picker.Choose(a.desk, picker.ChooseParams{
		Title: i18n.T("team.activity.somebody"),
		Read: func(context.Context) ([]picker.Option, error) {
			var options []picker.Option
			for _, m := range a.members {
				id := m.ID.String()
				options = append(options, picker.Option{
					ID: id, Label: m.Name, Face: kit.Face{ID: id, Name: m.Name}, Marked: id == a.member,
				})
			}
			return options, nil
		},
		OnChoose: func(o picker.Option) { a.choose(o.ID) },
	})
}
