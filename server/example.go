package main

import (
	"context"
	"fmt"

	"minyi/consult"
	"minyi/db"
)

// exampleDepartments are the departments of the example city.
var exampleDepartments = []struct{ code, zh, en string }{
	{"HOUSING", "住房和城乡建设局", "Housing and Construction Bureau"},
	{"TRANSPORT", "交通运输局", "Transport Bureau"},
	{"CIVIL_AFFAIRS", "民政局", "Civil Affairs Bureau"},
}

// seedExample fills a database that has no department with a small city to try things out on. Servers that do it at
// the same time make one city: each step has its idempotency key.
func seedExample(ctx context.Context, db *db.DB) error {
	one := 1
	if had, err := db.Departments(ctx, consult.PageArgs{First: &one}); err != nil || len(had.Rows) > 0 {
		return err
	}
	account, err := db.Account(ctx, "minyi-example", "admin")
	if err != nil {
		return err
	}
	admin := consult.Actor{Account: account, Name: "example", Roles: []consult.RoleGrant{{Role: consult.Admin}}}
	for _, d := range exampleDepartments {
		key := "example-" + d.code
		name := []consult.LocalizedTextInput{{Locale: consult.Chinese, Text: d.zh}, {Locale: consult.English, Text: d.en}}
		if _, err := db.CreateDepartment(ctx, admin, consult.CreateDepartmentInput{Code: d.code, Name: name, IdempotencyKey: &key}); err != nil {
			return fmt.Errorf("make the department %s: %w", d.code, err)
		}
	}
	return nil
}
