module minyi

go 1.26
