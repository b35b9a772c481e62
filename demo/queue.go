package demo

// queue is a binary heap: the least element comes first.
type queue[T any] struct {
	items []T
	less  func(a, b *T) bool
}

func (q *queue[T]) len() int { return len(q.items) }

func (q *queue[T]) push(item T) {
	q.items = append(q.items, item)
	i := len(q.items) - 1
	for i > 0 {
		up := (i - 1) / 2
		if !q.less(&q.items[i], &q.items[up]) {
			return
		}
		q.items[i], q.items[up] = q.items[up], q.items[i]
		i = up
	}
}

func (q *queue[T]) pop() T {
	var none T
	first := q.items[0]
	last := len(q.items) - 1
	q.items[0] = q.items[last]
	q.items[last] = none // what it held may be forgotten
	q.items = q.items[:last]
	for i := 0; ; {
		next := 2*i + 1
		if next >= last {
			return first
		}
		if right := next + 1; right < last && q.less(&q.items[right], &q.items[next]) {
			next = right
		}
		if !q.less(&q.items[next], &q.items[i]) {
			return first
		}
		q.items[i], q.items[next] = q.items[next], q.items[i]
		i = next
	}
}
