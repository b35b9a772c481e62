package settings

import (
	"cmp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// desktop says what Kontor does beside its window: notices of what is due, and
// the symbol in the bar of the system.
func (p *page) desktop() fyne.CanvasObject {
	s := p.desk.Workspace.Settings()
	change := func(f func(*workspace.Settings)) {
		if err := p.desk.Workspace.ChangeSettings(f); err != nil {
			p.desk.Fail(err)
		}
	}
	notices := kit.NewCheck(i18n.T("settings.notices"), !s.NoNotices, func(on bool) {
		change(func(s *workspace.Settings) { s.NoNotices = !on })
	})
	p.places[PlaceNotices] = notices
	objects := []fyne.CanvasObject{
		notices,
		kit.NewField(i18n.T("settings.quiet"), p.quiet(s, change)).Hint(i18n.T("settings.quiet.hint")),
	}
	tray := kit.NewSegments([]kit.Segment{
		{Value: "off", Label: i18n.T("settings.tray.off")},
		{Value: "", Label: i18n.T("settings.tray.on")},
		{Value: "close", Label: i18n.T("settings.tray.close")},
	}, s.Tray, func(value string) { change(func(s *workspace.Settings) { s.Tray = value }) }).OneStop()
	hint := "settings.tray.hint"
	if !p.params.HasTray && s.Tray != "off" {
		hint = "settings.tray.missing"
	}
	objects = append(objects, kit.NewField(i18n.T("settings.tray"), tray).Hint(i18n.T(hint)))
	return card(i18n.T("settings.desktop"), objects...)
}

// quiet chooses the hours between which nothing is said.
func (p *page) quiet(s workspace.Settings, change func(func(*workspace.Settings))) fyne.CanvasObject {
	from, to, some := strings.Cut(cmp.Or(s.Quiet, workspace.DefaultQuiet), "-")
	if !some {
		from, to = "", ""
	}
	keep := func() {
		change(func(s *workspace.Settings) {
			s.Quiet = "none"
			if from != "" && to != "" {
				s.Quiet = from + "-" + to
			}
		})
	}
	hours := []kit.Option{{Value: "", Label: i18n.T("settings.quiet.none")}}
	for hour := range 24 {
		hours = append(hours, kit.Option{Value: strconv.Itoa(hour), Label: i18n.T("settings.hour", hour)})
	}
	begin := kit.NewSelect(hours, from, func(value string) { from = value; keep() })
	end := kit.NewSelect(hours, to, func(value string) { to = value; keep() })
	return kit.NewLine(8, begin, kit.NewText(kit.Secondary, i18n.T("settings.quiet.to")), end)
}
