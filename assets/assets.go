// Package assets embeds what Kontor carries with it: fonts, icons and the
// translations. It imports no toolkit, so that the terminal commands can use it.
package assets

import (
	"embed"
	"io/fs"
)

//go:embed translations/*.json
var translations embed.FS

//go:embed fonts/*.ttf
var fonts embed.FS

//go:embed icons/*.svg
var icons embed.FS

//go:embed icon.png
var appIcon []byte

// Translations holds one flat JSON object per area and language, named
// "<area>.<language>.json".
func Translations() fs.FS {
	sub, err := fs.Sub(translations, "translations")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}

// Font returns a TrueType file of the fonts folder; a wrong name is a
// programming error and panics.
func Font(file string) []byte { return mustRead(fonts, "fonts/"+file) }

// Icon returns the SVG of an icon. Its strokes are "currentColor".
func Icon(name string) ([]byte, error) { return icons.ReadFile("icons/" + name + ".svg") }

// AppIcon returns the application icon as a PNG of 512×512 pixels.
func AppIcon() []byte { return appIcon }

func mustRead(files embed.FS, name string) []byte {
	content, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return content
}
