// Package allocator sets how memory is taken and given back by the code that is
// not Go's: the graphics driver with its copies of what is drawn.
package allocator
