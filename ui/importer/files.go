package importer

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kontor/exchange"
	"kontor/i18n"
	"kontor/ui/kit"
	"kontor/workspace"
)

// file is a file that was chosen.
type file struct {
	path    string
	name    string
	size    int64
	format  exchange.Format
	problem string // why it cannot be imported
	table   exchange.Table
	mapping exchange.Mapping
}

// importable tells whether the file can be brought in here.
func (f file) importable() bool {
	return f.problem == "" && f.format != exchange.FormatArchive && f.format != exchange.FormatUnknown
}

// Dropped implements kit.DropPage.
func (p *page) Dropped(uris []fyne.URI) {
	paths := make([]string, len(uris))
	for i, uri := range uris {
		paths[i] = uri.Path()
	}
	p.take(paths)
}

// Paste takes files that were copied in a file manager, or their paths.
func (p *page) Paste(text string) { p.take(kit.PastedFiles(text)) }

// take goes on with more files.
func (p *page) take(paths []string) {
	if len(paths) == 0 || p.step == trying || p.step == importing {
		return
	}
	p.tabs.SetValue(tabImport)
	p.duplicates.hide()
	if p.step != choosing {
		p.begin()
	}
	p.add(paths)
}

func (p *page) chooseFile() {
	p.desk.AskFile(kit.FileAsk{
		Title: i18n.T("importer.choose.title"), Submit: i18n.T("importer.choose.confirm"), Purpose: "import", Many: true,
		Kinds:    []kit.FileKind{{Label: i18n.T("importer.choose.kind"), Endings: []string{".vcf", ".csv", ".tsv", ".txt", ".eml", ".jsonl"}}},
		OnChoose: p.add,
	})
}

// add looks at files away from the window's thread and lists them.
func (p *page) add(paths []string) {
	known := slices.Clone(p.files)
	kit.Load(context.Background(), p.loader, func(context.Context) ([]file, error) {
		for _, path := range paths {
			if !slices.ContainsFunc(known, func(f file) bool { return f.path == path }) {
				known = append(known, p.look(path))
			}
		}
		return known, nil
	}, func(files []file, _ error) {
		p.files = files
		if !p.isTable(p.chosen) {
			p.chosen = slices.IndexFunc(files, isTable)
		}
		p.columns = nil
		p.showTab()
	})
}

func isTable(f file) bool { return f.format == exchange.FormatCSV && f.problem == "" }

func (p *page) isTable(i int) bool { return i >= 0 && i < len(p.files) && isTable(p.files[i]) }

func (p *page) look(path string) file {
	f := file{path: path, name: filepath.Base(path)}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		err = &os.PathError{Op: "import", Path: f.name, Err: os.ErrInvalid}
	}
	if err == nil {
		f.size = info.Size()
		f.format, err = exchange.DetectFile(path)
	}
	if err == nil && f.format == exchange.FormatCSV {
		f.mapping, f.table, err = p.desk.Workspace.ProposeMapping(path)
	}
	if err != nil {
		f.problem = workspace.Explain(err)
	}
	return f
}

// readable are the paths of the files that can be imported.
func (p *page) readable() []string {
	var paths []string
	for _, f := range p.files {
		if f.importable() {
			paths = append(paths, f.path)
		}
	}
	return paths
}

func (p *page) remove(path string) {
	p.files = slices.DeleteFunc(slices.Clone(p.files), func(f file) bool { return f.path == path })
	p.chosen, p.columns = slices.IndexFunc(p.files, isTable), nil
	p.showStep()
}

// showFiles shows the drop zone, the files, and the columns of a table.
func (p *page) showFiles() {
	content := kit.NewColumn(16)
	if len(p.files) == 0 {
		content.Add(kit.NewMeasure(widestZone, p.dropZone(true)))
		content.Add(kit.NewMeasure(widestZone, p.hintsAtFirst()))
	} else {
		content.Add(p.fileList())
		if p.isTable(p.chosen) {
			if p.columns == nil {
				p.columns = newColumns(p, p.chosen)
			}
			content.Add(p.columns.content)
		}
	}
	scroll := kit.NewScroll(kit.NewPadded(20, kit.Margin, 24, kit.Margin, content))
	var foot fyne.CanvasObject
	if len(p.files) > 0 {
		foot = p.filesFoot()
	}
	p.set(scroll, foot)
}

// widestZone is how wide the zone for files is at most.
const widestZone float32 = 1080

func (p *page) dropZone(large bool) fyne.CanvasObject {
	if !large {
		return kit.NewButton(kit.Quiet, i18n.T("importer.choose"), p.chooseFile)
	}
	return newZone(kit.NewPadded(20, kit.Margin, 20, kit.Margin, kit.NewEmptyState(kit.Empty{
		Icon: kit.IconImport, Title: i18n.T("importer.drop"), Text: i18n.T("importer.drop.text"),
		Action: i18n.T("importer.choose"), Key: kit.KeyLabel("Enter"), OnTap: p.chooseFile,
	})))
}

func (p *page) hintsAtFirst() fyne.CanvasObject {
	column := kit.NewColumn(8, kit.NewSectionHeader(i18n.T("importer.formats")))
	for _, key := range []string{"vcard", "csv", "eml", "jsonl"} {
		text := kit.NewParagraph(kit.Secondary, i18n.T("importer.format."+key+".text"))
		column.Add(kit.NewLine(0, kit.NewFixed(132, kit.NewText(kit.Strong, i18n.T("importer.format."+key))), text).Grow(text).Top())
	}
	return column
}

func (p *page) fileList() fyne.CanvasObject {
	space := kit.NewSpace()
	head := kit.NewLine(8, kit.NewSectionHeader(i18n.T("importer.files")), space, p.dropZone(false)).Grow(space)
	column := kit.NewColumn(4, head)
	tables := 0
	for _, f := range p.files {
		if isTable(f) {
			tables++
		}
	}
	for i, f := range p.files {
		column.Add(p.fileRow(i, f, tables > 1))
	}
	return column
}

func (p *page) fileRow(i int, f file, choose bool) fyne.CanvasObject {
	icon, tone := kit.IconDocument, kit.Neutral
	detail := i18n.T("importer.file.detail", i18n.T("importer.format."+string(f.format)), sizeText(f.size))
	switch {
	case f.problem != "":
		icon, tone, detail = kit.IconWarning, kit.Late, f.problem
	case f.format == exchange.FormatArchive:
		icon, tone, detail = kit.IconInfo, kit.Soon, i18n.T("importer.archive", f.name)
	case f.format == exchange.FormatUnknown:
		icon, tone, detail = kit.IconWarning, kit.Late, i18n.T("import.reason.unknown-format")
	case f.format == exchange.FormatCSV:
		detail = i18n.T("importer.file.table", i18n.T("import.source."+string(f.mapping.Source)), sizeText(f.size), len(f.table.Header))
	}
	said := kit.NewParagraph(kit.Secondary, detail)
	if tone != kit.Neutral {
		said.SetColor(tone.Color())
	}
	words := kit.NewColumn(0, kit.NewText(kit.Strong, f.name), said)
	line := []fyne.CanvasObject{kit.NewChannelMark(icon), words}
	if choose && isTable(f) {
		label, kind := i18n.T("importer.columns.show"), kit.Plain
		if i == p.chosen {
			line = append(line, kit.NewBadge(kit.Accent, i18n.T("importer.columns.shown")))
		} else {
			line = append(line, kit.NewButton(kind, label, func() {
				p.chosen, p.columns = i, nil
				p.showStep()
			}))
		}
	}
	line = append(line, kit.NewIconButton(kit.IconClose, i18n.T("importer.file.remove"), func() { p.remove(f.path) }))
	return kit.NewPadded(6, 0, 6, 0, kit.NewLine(12, line...).Grow(words))
}

func (p *page) filesFoot() fyne.CanvasObject {
	space := kit.NewSpace()
	try := kit.NewPrimaryButton(i18n.T("importer.try"), kit.KeyLabel("Enter"), p.next)
	hint := kit.NewText(kit.Faint, i18n.T("importer.try.hint"))
	hint.Shrink = true
	if len(p.readable()) == 0 {
		try.Disable()
		hint.SetText(i18n.T("importer.try.none"))
	}
	return kit.NewLine(12, hint, space, kit.NewButton(kit.Quiet, i18n.T("importer.again"), p.begin), try).Grow(hint)
}

func sizeText(bytes int64) string {
	const kilo = 1024
	switch {
	case bytes < kilo:
		return i18n.T("importer.size.bytes", int(bytes))
	case bytes < kilo*kilo:
		return i18n.T("importer.size.kilo", int((bytes+kilo-1)/kilo))
	}
	return i18n.T("importer.size.mega", strings.TrimSpace(i18n.Decimal(float64(bytes)/kilo/kilo, 1)))
}
