package civic

// IdempotencyConflict refuses an idempotency key that was used before with a different input.
var IdempotencyConflict = NewCode("IDEMPOTENCY_CONFLICT", "该幂等键已用于另一次请求。", "This idempotency key came before with another input.")
