package civic

// Refusals of a request before its operation runs.
var (
	TooLarge             = NewRequestCode("TOO_LARGE", "请求过大，最多 {max} 字节。", "The request is too large: at most {max} bytes.")
	MethodNotAllowed     = NewRequestCode("METHOD_NOT_ALLOWED", "GET 只能查询；其他操作请用 POST。", "GET is for queries; use POST for the rest.")
	UnsupportedMediaType = NewRequestCode("UNSUPPORTED_MEDIA_TYPE", "请以 UTF-8 编码的 application/json 发送请求。", "Send application/json in UTF-8.")
	NotAcceptable        = NewRequestCode("NOT_ACCEPTABLE", "只能以 JSON 答复，请检查 Accept 头。", "The answer is JSON, which the header Accept does not take.")
	CrossOrigin          = NewRequestCode("CROSS_ORIGIN", "不接受来自其他网站页面的请求。", "A page of another site may not ask this.")
	Overloaded           = NewRequestCode("OVERLOADED", "服务器繁忙，请稍后再试。", "The server is busy; try again shortly.")
)

// Ends of a stream. The client subscribes again and reads meanwhile what it has missed.
var (
	RightsChanged = NewRequestCode("RIGHTS_CHANGED", "您的权限已变更，请重新订阅。", "Your rights have changed; subscribe again.")
	FellBehind    = NewRequestCode("FELL_BEHIND", "接收过慢，部分消息已丢失，请重新订阅。", "You read too slowly, and events are lost to you; subscribe again.")
)

// Refusals of a persisted document. The protocol fixes the first two messages; clients recognize the refusal by them.
var (
	PersistedQueryNotFound     = NewRequestCode("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound", "PersistedQueryNotFound")
	PersistedQueryNotSupported = NewRequestCode("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported", "PersistedQueryNotSupported")
	HashMismatch               = NewRequestCode("HASH_MISMATCH", "sha256Hash 与查询文本不符。", "The sha256Hash is not that of the query.")
	DocumentNotAllowed         = NewRequestCode("DOCUMENT_NOT_ALLOWED", "这里只接受预先登记的查询文档。", "Only documents that were given to this server may be asked.")
)

// Refusals of an operation that asks for too much. Most messages name the limit. TOO_COMPLEX names the cost, the limit and
// the most expensive place in the operation.
var (
	ReplyTooLarge     = NewRequestCode("REPLY_TOO_LARGE", "答复过大，请少查一些字段或条目。", "The answer is too large; ask for fewer fields or things.")
	TooComplex        = NewRequestCode("TOO_COMPLEX", "查询过于复杂：花费为 {cost}，上限为 {limit}；花费最多之处为 {path}。", "The operation asks for too much: it costs {cost}, and at most {limit} is allowed; most of it is at {path}.")
	TooDeep           = NewRequestCode("TOO_DEEP", "查询嵌套过深，最多 {max} 层。", "The operation is nested too deeply; at most {max} levels are allowed.")
	TooManyTokens     = NewRequestCode("TOO_MANY_TOKENS", "查询文本过长，最多 {max} 个词。", "The operation is written in too many words; at most {max} are allowed.")
	TooManyFields     = NewRequestCode("TOO_MANY_FIELDS", "查询的字段过多，最多 {max} 个。", "The operation selects too many fields; at most {max} are allowed.")
	TooManyRootFields = NewRequestCode("TOO_MANY_ROOT_FIELDS", "顶层字段过多，最多 {max} 个。", "The operation has too many fields at its top; at most {max} are allowed.")
	TooManyAliases    = NewRequestCode("TOO_MANY_ALIASES", "别名过多，最多 {max} 个。", "The operation has too many aliases; at most {max} are allowed.")
	TooManyDirectives = NewRequestCode("TOO_MANY_DIRECTIVES", "指令过多，最多 {max} 个。", "The operation has too many directives; at most {max} are allowed.")
	TooManyFragments  = NewRequestCode("TOO_MANY_FRAGMENTS", "一份文档中的片段过多，最多 {max} 个。", "The document holds too many fragments; at most {max} are allowed.")
	TooManyOperations = NewRequestCode("TOO_MANY_OPERATIONS", "一份文档中的操作过多，最多 {max} 个。", "The document holds too many operations; at most {max} are allowed.")
)
