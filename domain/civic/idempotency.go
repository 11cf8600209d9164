package civic

// IdempotencyConflict refuses a key that came before with another input.
var IdempotencyConflict = NewCode("IDEMPOTENCY_CONFLICT", "该幂等键已用于另一次请求。", "This idempotency key came before with another input.")
