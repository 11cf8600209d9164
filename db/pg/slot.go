package pg

// Slot is the place in each open database for what a subject keeps in memory, such as a cache or a batcher. A subject declares it once,
// as a package-level variable.
type Slot[T any] struct{ make func(*DB) T }

// NewSlot declares a slot. The function makes its content for a database; it may run more than once, and one result is kept.
func NewSlot[T any](make func(*DB) T) *Slot[T] { return &Slot[T]{make} }

// Of is the content of the slot for a database.
func (s *Slot[T]) Of(db *DB) T {
	if content, made := db.slots.Load(s); made {
		return content.(T)
	}
	content, _ := db.slots.LoadOrStore(s, s.make(db))
	return content.(T)
}
