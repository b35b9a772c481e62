package folders

import (
	"io/fs"
	"strings"
	"syscall"
)

func hidden(name string, info fs.FileInfo) bool {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	return strings.HasPrefix(name, ".") || ok && data.FileAttributes&syscall.FILE_ATTRIBUTE_HIDDEN != 0
}
