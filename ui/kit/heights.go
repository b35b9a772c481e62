package kit

// heights knows how high the rows of a list are and where each begins. Every
// row counts as standard until it has been measured; what a row differs by is
// kept in blocks, and the sums of the blocks in a Fenwick tree, so that a
// million rows cost nothing before they are seen. Offsets are float64: in the
// float32 of the toolkit a million rows would stand a pixel or more off.
type heights struct {
	count    int
	standard float64
	blocks   map[int]*heightBlock
	tree     []float64 // Fenwick tree over the blocks' differences
}

const blockRows = 256

type heightBlock struct {
	difference [blockRows]float32 // from standard
	sum        float64
}

func newHeights(count int, standard float64) *heights {
	return &heights{
		count:    count,
		standard: standard,
		blocks:   map[int]*heightBlock{},
		tree:     make([]float64, count/blockRows+2),
	}
}

// height returns the height of a row.
func (h *heights) height(row int) float64 {
	if block := h.blocks[row/blockRows]; block != nil {
		return h.standard + float64(block.difference[row%blockRows])
	}
	return h.standard
}

// set records the measured height of a row.
func (h *heights) set(row int, height float64) {
	number := row / blockRows
	difference := float32(height - h.standard)
	block := h.blocks[number]
	if block == nil {
		if difference == 0 {
			return
		}
		block = &heightBlock{}
		h.blocks[number] = block
	}
	delta := float64(difference) - float64(block.difference[row%blockRows])
	if delta == 0 {
		return
	}
	block.difference[row%blockRows] = difference
	block.sum += delta
	for i := number + 1; i < len(h.tree); i += i & -i {
		h.tree[i] += delta
	}
}

// total is the height of all rows.
func (h *heights) total() float64 { return h.offset(h.count) }

// offset returns where a row begins.
func (h *heights) offset(row int) float64 {
	number := row / blockRows
	offset := float64(row)*h.standard + h.before(number)
	if block := h.blocks[number]; block != nil {
		for i := 0; i < row%blockRows; i++ {
			offset += float64(block.difference[i])
		}
	}
	return offset
}

// before sums the differences of the blocks before one.
func (h *heights) before(number int) float64 {
	var sum float64
	for i := number; i > 0; i -= i & -i {
		sum += h.tree[i]
	}
	return sum
}

// at returns the row that stands at an offset and how far into it that is.
func (h *heights) at(offset float64) (row int, within float64) {
	if h.count == 0 || offset <= 0 {
		return 0, 0
	}
	number, step := 0, 1
	for step*2 < len(h.tree) {
		step *= 2
	}
	left := offset
	for ; step > 0; step /= 2 {
		next := number + step
		if next >= len(h.tree) {
			continue
		}
		if size := float64(step*blockRows)*h.standard + h.tree[next]; size <= left {
			number, left = next, left-size
		}
	}
	row = number * blockRows
	for row < h.count {
		height := h.height(row)
		if left < height {
			return row, left
		}
		left -= height
		row++
	}
	return h.count - 1, h.height(h.count - 1)
}
