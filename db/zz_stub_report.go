package db

const answeredColumns = `m.consultation_id, m.id, m.clause_id, m.author, m.stance, m.body, m.day, m.created_at, m.edited_at, m.withdrawn_at`

