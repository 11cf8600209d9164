-- Counts what was copied in, under the names that the API's own writes would have given.
INSERT INTO tallies (consultation_id, subject_id, counter, amount)
SELECT consultation_id, consultation_id, 'comments', count(*) FROM comments GROUP BY 1
UNION ALL SELECT consultation_id, consultation_id, 'comments/' || stance, count(*) FROM comments GROUP BY 1, stance
UNION ALL SELECT consultation_id, consultation_id, 'comments/day/' || to_char(day, 'YYYY-MM-DD'), count(*) FROM comments GROUP BY 1, day
UNION ALL SELECT consultation_id, clause_id, 'comments', count(*) FROM comments WHERE clause_id IS NOT NULL GROUP BY 1, 2
UNION ALL SELECT consultation_id, clause_id, 'comments/' || stance, count(*) FROM comments WHERE clause_id IS NOT NULL GROUP BY 1, 2, stance
UNION ALL SELECT consultation_id, consultation_id, 'answered', count(*) FROM answered_comments GROUP BY 1
UNION ALL SELECT consultation_id, consultation_id, 'outcome/' || o.outcome, count(*)
FROM answered_comments a JOIN official_responses o USING (consultation_id) WHERE o.id = a.official_response_id GROUP BY 1, o.outcome
