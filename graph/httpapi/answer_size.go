package httpapi

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
	"minyi/graph/exec"
)

// answer is how many bytes an answer may have.
func (l Limits) answer() int {
	if l.Answer == 0 {
		return math.MaxInt
	}
	return l.Answer
}

// mostEvent is how many bytes an event may have: each slow reader of a stream keeps one in memory.
const mostEvent = 256 << 10

// readsMore is how many times as many bytes of long texts an answer may read as it may have: it may leave out what it reads.
const readsMore = 2

// readsAtOnce is how many statements an operation may run at the same time: one with many fields leaves connections to the others.
const readsAtOnce = 4

type answerRoomKey struct{}

// boundAnswers lets an answer have so many bytes: the cost of an operation counts fields, and the text of one draft has megabytes. Rows of
// long texts are counted as they are read. Package exec counts the bytes that it writes. For what gqlgen runs the texts are counted before they are written; all else in an
// answer is as small as its cost. A larger answer has no data and one error.
func boundAnswers(server *handler.Server, most int) {
	server.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		room := roomOf(most)
		if subscribes(ctx) {
			room = roomOf(min(most, mostEvent))
		}
		request := civic.RequestOf(ctx)
		ctx, own := civic.WithOwnRequest(ctx) // a subscription has many answers at once
		own.Room = roomOf(min(most, math.MaxInt/readsMore) * readsMore)
		own.Reads = make(chan struct{}, readsAtOnce)
		if subscribes(ctx) {
			own.Hold = nil // what waits for a slow reader is one event
		}
		if err := takeForPrice(ctx); err != nil {
			return malformed(ctx, err).Response
		}
		answer := next(context.WithValue(ctx, answerRoomKey{}, room))
		if request.Code == "" { // the log and the metrics tell the first refusal
			request.Code = own.Code
		}
		if answer != nil {
			refuseWhole(ctx, answer)
		}
		return answer
	})
	server.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		value, err := next(ctx)
		bytes := textLength(value)
		if room, is := ctx.Value(answerRoomKey{}).(*atomic.Int64); is && room.Add(-bytes) < 0 {
			return nil, exec.ErrTooLarge
		}
		if full := takeText(ctx, int(bytes)); full != nil {
			return nil, full
		}
		return value, err
	})
}

func roomOf(bytes int) *atomic.Int64 {
	room := &atomic.Int64{}
	room.Store(int64(bytes))
	return room
}

// textLength is how many bytes a text has; other leaves are small.
func textLength(value any) int64 {
	switch text := value.(type) {
	case string:
		return int64(len(text))
	case *string:
		if text != nil {
			return int64(len(*text))
		}
	}
	return 0
}

// refuseWhole refuses an answer of which a part was left out because the whole is too large, or because there is no memory for it.
func refuseWhole(ctx context.Context, answer *graphql.Response) {
	for _, one := range answer.Errors {
		switch code := one.Extensions["code"]; code {
		case civic.ReplyTooLarge:
			answer.Data, answer.Errors = []byte("null"), gqlerror.List{refusal(ctx, civic.Problem{Code: civic.ReplyTooLarge})}
			return
		case civic.Overloaded, civic.RateLimited:
			answer.Data, answer.Errors = nil, gqlerror.List{refusal(ctx, civic.Problem{Code: code.(civic.Code)})}
			return
		}
	}
}
