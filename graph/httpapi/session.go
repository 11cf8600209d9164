package httpapi

import (
	"context"
	"errors"
	"time"

	"minyi/domain/civic"
)

// session is the sign-in of a stream's reader. It is looked at for each event, because roles and tokens end while a stream goes on.
type session struct {
	streams       Streams
	authorization string
	actor         civic.Actor // as the stream began
}

type sessionKey struct{}

// watchEvery is how often the sign-in is looked at while nothing is sent.
const watchEvery = time.Second

// signIn finds who says this in place of an Authorization header, and ends the stream as soon as they are no longer who they were.
func (s Streams) signIn(ctx context.Context, authorization string) (context.Context, error) {
	signing, cancel := context.WithTimeout(ctx, timeToBegin)
	defer cancel()
	actor, err := s.SignIn(signing, authorization, time.Now())
	if err == nil {
		err = s.Admit(ctx, actor)
	}
	if err != nil {
		return ctx, err
	}
	own := &session{s, authorization, actor}
	ctx = context.WithValue(civic.WithActor(ctx, actor), sessionKey{}, own)
	go own.watch(ctx)
	return ctx, nil
}

// watch ends the stream when the sign-in does. What fails for another reason is tried again.
func (s *session) watch(ctx context.Context) {
	for each := time.NewTicker(watchEvery); ; {
		select {
		case <-ctx.Done():
			each.Stop()
			return
		case <-each.C:
			_ = s.holds(ctx, time.Now().Add(-watchEvery))
		}
	}
}

// holds tells whether the reader is who they were, with the same rights, at an instant or later. The stream ends where they are not.
func (s *session) holds(ctx context.Context, since time.Time) error {
	now, err := s.streams.SignIn(ctx, s.authorization, since)
	if err == nil {
		err = s.actor.RequireSame(now)
	}
	if problems := (civic.Problems{}); errors.As(err, &problems) {
		streamOf(ctx).end(problems)
	}
	return err
}

// stillHolds waits until it is known that the reader of a stream is who they were at an instant or later; false where the stream has ended.
func stillHolds(ctx context.Context, since time.Time) bool {
	s, signedIn := ctx.Value(sessionKey{}).(*session)
	for signedIn && ctx.Err() == nil && s.holds(ctx, since) != nil {
		select {
		case <-ctx.Done():
		case <-time.After(watchEvery):
		}
	}
	return ctx.Err() == nil
}

// stream is one connection that lasts.
type stream struct {
	end    context.CancelCauseFunc
	socket bool          // whether it is a WebSocket
	turn   chan struct{} // held by the subscription whose event is on its way, so that a slow reader keeps one in memory
}

type streamKey struct{}

// withStream says that what the context belongs to came on a stream, which can be ended for a reason of ours.
func withStream(ctx context.Context, socket bool) (context.Context, *stream) {
	ctx, end := context.WithCancelCause(ctx)
	s := &stream{end, socket, make(chan struct{}, 1)}
	return context.WithValue(ctx, streamKey{}, s), s
}

func streamOf(ctx context.Context) *stream { return ctx.Value(streamKey{}).(*stream) }

// endOf is why we ended a stream; none where its client or its time did.
func endOf(ctx context.Context) (civic.Problem, bool) {
	why, ours := context.Cause(ctx).(civic.Problems)
	if !ours {
		return civic.Problem{}, false
	}
	return why[0], true
}
