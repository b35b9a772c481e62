package dashboard

import (
	"bytes"
	"context"
	"encoding/csv"
	"image/png"
	"strconv"

	"fyne.io/fyne/v2"

	"kontor/domain"
	"kontor/i18n"
	"kontor/projections"
	"kontor/ui/chart"
	"kontor/ui/kit"
	"kontor/workspace"
)

// export offers the page as a picture and its figures as a table.
func (h *head) export() {
	if h.page.figures == nil || h.page.figures.spoken == 0 {
		return
	}
	kit.OpenMenuBelow(h.more, []kit.MenuItem{
		{Label: i18n.T("dashboard.export.png"), Icon: kit.IconLook, OnTap: func() {
			h.save(".png", func() ([]byte, error) { return h.page.picture() })
		}},
		{Label: i18n.T("dashboard.export.csv"), Icon: kit.IconDocument, OnTap: func() {
			h.save(".csv", func() ([]byte, error) { return h.page.figures.csv() })
		}},
	})
}

// save writes what is made of the figures that are in sight now.
func (h *head) save(ending string, make func() ([]byte, error)) {
	d := h.page.desk
	data, err := make()
	if err != nil {
		d.Fail(err)
		return
	}
	name := i18n.T("dashboard.export.file") + "-" + string(h.page.figures.Query.To) + ending
	d.AskSave(name, i18n.T("dashboard.export"), func(path string) {
		d.Run(func(context.Context) error { return workspace.WriteBytes(path, data) }, func() { d.Wrote(path, "") })
	})
}

// pictureWidth is how wide the picture of the page is.
const pictureWidth float32 = 1120

// picture is the whole page, also what is out of sight, with what it is about at
// its head.
func (p *page) picture() ([]byte, error) {
	f := p.figures
	about := comparedText(projections.DaySpan{From: f.Query.From, To: f.Query.To}, f.Before)
	for _, name := range []string{f.community, f.segment, p.head.memberName(f.choice.Member)} {
		if name != "" {
			about += " · " + name
		}
	}
	v := newView(p.desk, f, func(func(*choice)) {})
	content := kit.NewPadded(20, 24, 24, 24, kit.NewColumn(gridGap, append([]fyne.CanvasObject{
		kit.NewText(kit.Title, i18n.T("dashboard.title")), kit.NewText(kit.Secondary, about),
	}, v.content...)...))
	size := fyne.NewSize(pictureWidth, kit.HeightFor(content, pictureWidth))
	var out bytes.Buffer
	err := png.Encode(&out, chart.Draw(kit.NewGround(kit.ColorGround, content), size))
	return out.Bytes(), err
}

// csv are all figures and the course of them, with decimal points, for a
// spreadsheet.
func (f *figures) csv() ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff") // so that spreadsheets read the umlauts
	w := csv.NewWriter(&out)
	number := func(has bool, value float64) string {
		if !has {
			return ""
		}
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	line := func(figure, of string, days projections.DaySpan, fig projections.Figure) {
		_ = w.Write([]string{figure, of, string(days.From), string(days.To), number(fig.Has, fig.Now), number(fig.Had, fig.Before)})
	}
	t := func(key string) string { return i18n.T("dashboard." + key) }
	_ = w.Write([]string{t("csv.figure"), t("csv.of"), t("from"), t("to"), t("csv.now"), t("csv.before")})
	days := projections.DaySpan{From: f.Query.From, To: f.Query.To}
	line(t("conversations"), "", days, f.Conversations)
	for _, c := range f.Channels {
		name := f.channels[c.Channel]
		if name == "" {
			name = i18n.T("channel." + c.Channel)
		}
		line(t("conversations"), name, days, c.Figure)
	}
	for _, d := range f.Directions {
		line(t("conversations"), i18n.T("direction."+string(d.Direction)), days, d.Figure)
	}
	for _, row := range f.Coverage {
		name := row.Name
		if row.Community == domain.None {
			name = t("everyone")
		}
		line(t("in-rhythm"), name, days, row.Share)
	}
	line(t("unanswered"), "", days, f.Unanswered)
	line(t("csv.response"), "", days, f.Response)
	line(t("csv.answers"), "", days, f.Answers)
	line(t("quiet.label"), "", days, f.WentQuiet)
	line(t("back.label"), "", days, f.CameBack)
	line(t("sentiment"), "", days, f.Sentiment)
	line(t("promises"), "", days, f.Promises)
	line(t("kept"), "", days, f.Kept)
	for _, p := range f.Series {
		line(t("csv.series"), "", p.DaySpan, projections.Figure{Now: float64(p.Conversations), Before: float64(p.Before), Has: true, Had: true})
		line(t("csv.series-sentiment"), "", p.DaySpan, projections.Figure{Now: p.Sentiment, Has: p.Sentiments > 0})
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
