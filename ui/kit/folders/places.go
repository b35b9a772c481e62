package folders

import (
	"bufio"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Kind is what a place is to its owner.
type Kind string

// The kinds of places.
const (
	Home      Kind = "home"
	Desktop   Kind = "desktop"
	Documents Kind = "documents"
	Downloads Kind = "downloads"
	Pictures  Kind = "pictures"
	Device    Kind = "device" // a stick, a disk, a share
)

// Place is a folder that one goes to often.
type Place struct {
	Kind Kind
	Path string
}

// Places are those that there are: the home folder, the folders in it that every
// system has, and what is plugged in.
func Places() []Place {
	var places []Place
	home, err := os.UserHomeDir()
	if err == nil {
		places = append(places, Place{Home, home})
		named := userDirs(home)
		for _, kind := range []Kind{Desktop, Documents, Downloads, Pictures} {
			if path := named[kind]; path != home && isFolder(path) {
				places = append(places, Place{kind, path})
			}
		}
	}
	for _, path := range devices() {
		if isFolder(path) {
			places = append(places, Place{Device, path})
		}
	}
	return places
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// userDirs are where the folders of a user lie. On a Linux desktop they bear names
// in the user's language, which a file of settings tells.
func userDirs(home string) map[Kind]string {
	dirs := map[Kind]string{
		Desktop: filepath.Join(home, "Desktop"), Documents: filepath.Join(home, "Documents"),
		Downloads: filepath.Join(home, "Downloads"), Pictures: filepath.Join(home, "Pictures"),
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return dirs
	}
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	file, err := os.Open(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return dirs
	}
	defer file.Close()
	names := map[string]Kind{
		"XDG_DESKTOP_DIR": Desktop, "XDG_DOCUMENTS_DIR": Documents, "XDG_DOWNLOAD_DIR": Downloads, "XDG_PICTURES_DIR": Pictures,
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		name, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		path := strings.ReplaceAll(strings.Trim(value, `"`), "$HOME", home)
		if kind, known := names[name]; known && filepath.IsAbs(path) {
			dirs[kind] = filepath.Clean(path)
		}
	}
	return dirs
}

// devices are the folders under which the system shows what is plugged in.
func devices() []string {
	if runtime.GOOS == "windows" {
		var drives []string
		for letter := 'A'; letter <= 'Z'; letter++ {
			drives = append(drives, string(letter)+`:\`)
		}
		return drives
	}
	user := os.Getenv("USER")
	var found []string
	for _, above := range []string{"/Volumes", filepath.Join("/media", user), filepath.Join("/run/media", user)} {
		entries, err := Read(above)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if e.Folder && !e.Hidden {
				found = append(found, filepath.Join(above, e.Name))
			}
		}
	}
	return found
}
