package kit

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kontor/assets"
)

// Icon is one of Kontor's icons, all of one family.
type Icon string

// The icons in use, named for what they mean.
const (
	IconToday        Icon = "sun"
	IconPerson       Icon = "user"
	IconOrganisation Icon = "building-2"
	IconCommunity    Icon = "users"
	IconConversation Icon = "message-square"
	IconNeed         Icon = "lightbulb"
	IconPlan         Icon = "flag"
	IconCrisis       Icon = "flame"
	IconDocument     Icon = "file-text"
	IconChart        Icon = "chart-no-axes-column"
	IconSettings     Icon = "settings"
	IconImport       Icon = "import"
	IconUpload       Icon = "upload"
	IconDownload     Icon = "download"
	IconSearch       Icon = "search"
	IconPlus         Icon = "plus"
	IconPhone        Icon = "phone"
	IconMail         Icon = "mail"
	IconVideo        Icon = "video"
	IconCalendar     Icon = "calendar"
	IconFair         Icon = "briefcase"
	IconLetter       Icon = "mailbox"
	IconForum        Icon = "hash"
	IconChat         Icon = "messages-square"
	IconSocial       Icon = "share-2"
	IconNote         Icon = "sticky-note"
	IconCheck        Icon = "check"
	IconClock        Icon = "clock"
	IconUndo         Icon = "undo-2"
	IconEdit         Icon = "pencil"
	IconTrash        Icon = "trash-2"
	IconArchive      Icon = "archive"
	IconTag          Icon = "tag"
	IconLink         Icon = "link"
	IconAt           Icon = "at-sign"
	IconClose        Icon = "x"
	IconChevronDown  Icon = "chevron-down"
	IconChevronUp    Icon = "chevron-up"
	IconChevronLeft  Icon = "chevron-left"
	IconChevronRight Icon = "chevron-right"
	IconWarning      Icon = "triangle-alert"
	IconInfo         Icon = "info"
	IconStar         Icon = "star"
	IconPaperclip    Icon = "paperclip"
	IconFilter       Icon = "filter"
	IconMore         Icon = "ellipsis"
	IconPlace        Icon = "map-pin"
	IconGlobe        Icon = "globe"
	IconBirthday     Icon = "cake"
	IconMerge        Icon = "git-merge"
	IconCopy         Icon = "copy"
	IconExternal     Icon = "external-link"
	IconArrowLeft    Icon = "arrow-left"
	IconArrowRight   Icon = "arrow-right"
	IconArrowUp      Icon = "arrow-up"
	IconArrowDown    Icon = "arrow-down"
	IconCircle       Icon = "circle"
	IconDone         Icon = "circle-check"
	IconLook         Icon = "eye"
	IconHide         Icon = "eye-off"
	IconLock         Icon = "lock"
	IconSync         Icon = "refresh-cw"
	IconMinus        Icon = "minus"
	IconMenu         Icon = "menu"
	IconReminder     Icon = "bell"
	IconAdvocate     Icon = "heart-handshake"
	IconSend         Icon = "send"
	IconPersonAdd    Icon = "user-plus"
	IconHistory      Icon = "history"
	IconQuote        Icon = "quote"
	IconReply        Icon = "reply"
	IconMessage      Icon = "megaphone"
	IconLanguage     Icon = "languages"
	IconShield       Icon = "shield"
	IconNetwork      Icon = "network"
	IconTender       Icon = "gavel"
	IconMoon         Icon = "moon"
	IconOffline      Icon = "cloud-off"
	IconFolder       Icon = "folder"
	IconLayers       Icon = "layers"
)

type iconKey struct {
	icon  Icon
	color color.NRGBA
}

var iconCache sync.Map // iconKey → fyne.Resource

// In returns the icon drawn in a colour of the theme as it is now. Widgets ask
// anew on each Refresh, because the theme may have changed.
func (i Icon) In(name fyne.ThemeColorName) fyne.Resource {
	return i.painted(color.NRGBAModel.Convert(Color(name)).(color.NRGBA))
}

func (i Icon) painted(c color.NRGBA) fyne.Resource {
	key := iconKey{i, c}
	if found, ok := iconCache.Load(key); ok {
		return found.(fyne.Resource)
	}
	source, err := assets.Icon(string(i))
	if err != nil {
		panic(fmt.Sprintf("icon %q is not embedded", string(i)))
	}
	rgb := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
	content := bytes.ReplaceAll(source, []byte("currentColor"), []byte(rgb))
	made := fyne.NewStaticResource(string(i)+rgb+".svg", content)
	iconCache.Store(key, made)
	return made
}

// newIconImage returns an image for an icon; paintIcon sets what it shows.
func newIconImage() *canvas.Image {
	image := &canvas.Image{FillMode: canvas.ImageFillContain}
	return image
}

func paintIcon(image *canvas.Image, icon Icon, name fyne.ThemeColorName) {
	var wanted fyne.Resource
	if icon != "" {
		wanted = icon.In(name)
	}
	if image.Resource == wanted {
		return
	}
	image.Resource = wanted
	image.Refresh()
}

// AppIcon is the icon of the program for the window and the task bar.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("kontor.png", assets.AppIcon()) }
