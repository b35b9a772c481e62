package picker

import (
	"context"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/desk"
	"kontor/ui/kit"
)

// MemberOption is one of us as a line to choose.
func MemberOption(d *desk.Desk, m projections.MemberRow, marked bool) Option {
	item := MemberItem(d, m)
	return Option{ID: item.ID, Label: kit.Capital(item.Label), Face: *item.Face, Marked: marked}
}

// TagOptions are all tags, with how often each is used.
func TagOptions(ctx context.Context, d *desk.Desk, marked string) ([]Option, error) {
	rows, err := d.Workspace.Views().Tags(ctx, "")
	options := make([]Option, len(rows))
	for i, row := range rows {
		options[i] = Option{
			ID: row.Tag, Label: "#" + row.Tag, Count: i18n.Number(row.Count), Marked: row.Tag == marked,
			Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconTag, ID: row.Tag},
		}
	}
	return options, err
}

// CommunityOptions are the communities that are not archived, with how many
// people are in each.
func CommunityOptions(ctx context.Context, d *desk.Desk, marked domain.ID) (options []Option, err error) {
	rows, err := d.Workspace.Views().Communities(ctx, d.Workspace.Now())
	for _, row := range rows {
		if !row.Archived {
			options = append(options, Option{
				ID: row.ID.String(), Label: row.Name, Count: i18n.Number(row.People), Marked: row.ID == marked,
				Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconCommunity, ID: row.ID.String()},
			})
		}
	}
	return options, err
}

// SegmentOptions are the segments that can be asked, with how many people are in
// each.
func SegmentOptions(ctx context.Context, d *desk.Desk, marked domain.ID) (options []Option, err error) {
	rows, err := d.Workspace.Views().Segments(ctx)
	for _, row := range rows {
		if !row.Archived && !row.Missing {
			options = append(options, Option{
				ID: row.ID.String(), Label: row.Name, Count: i18n.Number(row.People), Marked: row.ID == marked,
				Face: kit.Face{Kind: kit.SymbolFace, Icon: kit.IconLayers, ID: row.ID.String()},
			})
		}
	}
	return options, err
}

// MemberOptions are all of us.
func MemberOptions(ctx context.Context, d *desk.Desk, marked domain.ID) ([]Option, error) {
	rows, err := d.Workspace.Views().Members(ctx)
	options := make([]Option, len(rows))
	for i, row := range rows {
		options[i] = MemberOption(d, row, row.ID == marked)
	}
	return options, err
}
