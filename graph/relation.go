package graph

import (
	"context"
	"reflect"

	"github.com/google/uuid"

	"minyi/domain/civic"
	"minyi/graph/exec"
)

// Prefetches holds, by "Type.field", how fields are loaded for all objects of a level at once. Each subject's file adds its fields
// with Relate, RelateBy or RelateVia.
var Prefetches = map[string]exec.Prefetch{}

// Relation is a field of a T whose value a loader finds by a key. The resolver and the prefetch of the field
// follow from one declaration, so that both use the same key.
type Relation[T any, K comparable, V any] struct {
	loader func(context.Context) *Loader[K, V]
	key    func(context.Context, *T) (K, error)
}

// Relate declares a field by a key that the object contains. The zero key means that there is no value.
func Relate[T any, K comparable, V any](field string, l *Loader[K, V], key func(*T) K) Relation[T, K, V] {
	return RelateBy(field, l, func(_ context.Context, object *T) (K, error) { return key(object), nil })
}

// RelateBy declares a field by a key that also depends on the request, such as on its actor or on the field's arguments. An error
// of the key is the error of the field.
func RelateBy[T any, K comparable, V any](field string, l *Loader[K, V], key func(context.Context, *T) (K, error)) Relation[T, K, V] {
	return RelateVia(field, func(context.Context) *Loader[K, V] { return l }, key)
}

// RelateVia declares a field whose loader also depends on the request, such as on the selection under the field.
func RelateVia[T any, K comparable, V any](field string, loader func(context.Context) *Loader[K, V], key func(context.Context, *T) (K, error)) Relation[T, K, V] {
	r := Relation[T, K, V]{loader, key}
	declare(Prefetches, field, r.prefetch)
	return r
}

// Also declares another field that needs the value of the relation.
func (r Relation[T, K, V]) Also(field string) Relation[T, K, V] {
	declare(Prefetches, field, r.prefetch)
	return r
}

// prefetch is the exec.Prefetch of the relation's fields. It skips an object whose key has an error; its resolver reports the error.
func (r Relation[T, K, V]) prefetch(ctx context.Context, objects []any) (load func() error) {
	var keys []K
	for _, object := range objects {
		key, err := r.key(ctx, object.(*T))
		if err != nil || key == *new(K) {
			continue
		}
		if keys == nil {
			keys = make([]K, 0, len(objects))
		}
		keys = append(keys, key)
	}
	if keys == nil {
		return nil
	}
	return r.loader(ctx).batch(ctx).enqueue(ctx, keys)
}

// Load loads the value of the object's field. It is nil if it does not exist or the actor may not see it.
func (r Relation[T, K, V]) Load(ctx context.Context, object *T) (*V, error) {
	key, err := r.key(ctx, object)
	if err != nil || key == *new(K) {
		return nil, err
	}
	return r.loader(ctx).Load(ctx, key)
}

// Value loads a value or a list. If nothing is found, it is the zero value or an empty list.
func (r Relation[T, K, V]) Value(ctx context.Context, object *T) (V, error) {
	value, err := r.Load(ctx, object)
	switch {
	case value != nil:
		return *value, err
	case err != nil:
		return *new(V), err
	}
	return empty[V](), nil
}

// empty returns the zero value of a type, or an empty list: null would mean that the list may not be read.
func empty[V any]() (v V) {
	if list := reflect.TypeFor[V](); list.Kind() == reflect.Slice {
		v = reflect.MakeSlice(list, 0, 0).Interface().(V)
	}
	return v
}

// OptionalID returns the id for a key that may be missing. The zero ID names nothing.
func OptionalID(kind civic.Kind, key *uuid.UUID) civic.ID {
	if key == nil {
		return civic.ID{}
	}
	return civic.IDOf(kind, *key)
}
