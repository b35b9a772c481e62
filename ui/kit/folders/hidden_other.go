//go:build !windows

package folders

import (
	"io/fs"
	"strings"
)

func hidden(name string, _ fs.FileInfo) bool { return strings.HasPrefix(name, ".") }
