//go:build cgo

package allocator

/*
#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>

static void give_back(int arenas, int threshold) {
	mallopt(M_ARENA_MAX, arenas);
	mallopt(M_MMAP_THRESHOLD, threshold);
	mallopt(M_TRIM_THRESHOLD, 2 * threshold);
}
#else
static void give_back(int arenas, int threshold) {}
#endif
*/
import "C"

// arenas is from how many places threads take memory side by side, and
// threshold the size in bytes from which a piece is the system's own and goes
// back to it at once. Left to itself glibc has eight places per core, and lets the
// size grow to 32 MB with the pieces that it sees.
const (
	arenas    = 1
	threshold = 64 << 10
)

// GiveBack has memory that the graphics driver and the toolkit's C code no longer
// use go back to the system. It is called before the window is made.
func GiveBack() { C.give_back(arenas, threshold) }
