package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kontor/i18n"
	"kontor/ui/desk"
	"kontor/ui/kit"
	"kontor/ui/settings"
	"kontor/ui/team"
	"kontor/workspace"
)

// commands are what the palette offers that only the window can do.
func (o *office) commands() []desk.Command {
	return append(team.Commands(o.desk), []desk.Command{
		{Key: "palette.command.theme", Icon: kit.IconMoon, Act: o.switchTheme},
		{Key: "palette.command.language", Icon: kit.IconLanguage, Act: o.switchLanguage},
		{Key: "palette.command.export", Icon: kit.IconDownload, Act: func() { o.onSettings(settingsPage.Export) }},
		{Key: "palette.command.remove-sample", Icon: kit.IconTrash, Act: func() { o.onSettings(settingsPage.RemoveSample) }, Idle: func() bool { return !o.sample }},
		{Key: "palette.command.size", Icon: kit.IconLook, Act: func() { o.settingsAt(settings.PlaceScale) }},
		{Key: "palette.command.notices", Icon: kit.IconReminder, Act: func() { o.settingsAt(settings.PlaceNotices) }},
		{Key: "palette.command.take-back", Icon: kit.IconUndo, Act: func() { o.settingsAt(settings.PlaceImports) }},
		{Key: "palette.command.density", Icon: kit.IconMenu, Act: func() {
			o.setLook(func(s *workspace.Settings) { s.Compact = !s.Compact })
		}},
		{Key: "palette.command.verify", Icon: kit.IconShield, Act: func() { o.onSettings(settingsPage.Verify) }},
		{Key: "palette.command.keys", Icon: kit.IconInfo, Shortcut: "?", Act: func() { showKeys(o.desk) }},
	}...)
}

// settingsPage is what the page of settings can be asked to do.
type settingsPage interface {
	Export()
	Verify()
	RemoveSample()
	GoTo(place string)
}

func (o *office) settingsAt(place string) {
	o.onSettings(func(p settingsPage) { p.GoTo(place) })
}

func (o *office) onSettings(ask func(settingsPage)) {
	o.shell.Open(kit.Route{Page: desk.PageSettings})
	if page, ok := o.shell.Page().(settingsPage); ok {
		ask(page)
	}
}

// stayAt gives the keyboard back to a setting that had the page made anew, if it
// was changed on the page.
func (o *office) stayAt(place string) {
	if page, ok := o.shell.Page().(settingsPage); ok {
		page.GoTo(place)
	}
}

// switchTheme goes from light to dark and back.
func (o *office) switchTheme() {
	if isDark(o.w.app) {
		o.setTheme("light")
		return
	}
	o.setTheme("dark")
}

func isDark(app fyne.App) bool {
	switch current, _ := app.Settings().Theme().(*kit.Theme); {
	case current != nil && current.Mode() == kit.Dark:
		return true
	case current != nil && current.Mode() == kit.Light:
		return false
	}
	return app.Settings().ThemeVariant() == theme.VariantDark
}

// switchLanguage goes to the next language.
func (o *office) switchLanguage() {
	languages := i18n.Languages()
	for i, language := range languages {
		if language == i18n.Language() {
			o.setLanguage(languages[(i+1)%len(languages)])
			return
		}
	}
}
