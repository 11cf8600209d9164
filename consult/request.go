package consult

// TooLarge refuses a request before it is read to its end.
var TooLarge = code("TOO_LARGE", "请求过大，最多 %v 字节。", "The request is too large: at most %v bytes.")
