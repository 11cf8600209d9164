package main

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"
)

// The words that comments are made of. Three in a row make a phrase that some comments share.
var (
	whos = strings.Fields(`我们小区 附近居民 老年人 放学的孩子 外卖骑手 夜班司机 一楼住户 业主委员会 物业公司 街道办事处 周边商户 环卫工人
		残障人士 带婴儿的家庭 租房的年轻人 退休教师 社区医生 志愿者 公交乘客 骑车上班的人 养狗的人 晨练的人 摆摊的人 开店的人 施工单位
		主管部门 执法人员 规划部门 学校门口 医院周围`)
	wants = strings.Fields(`希望尽快 建议明确 应当公开 不太赞成 非常支持 可以考虑 最好逐步 需要统一 请求减少 盼望增加 认为必须 担心影响
		反对随意 要求按期 建议提前 愿意参与 主张分批 觉得不宜 期待认真 应该每年 同意适当 建议定期 请不要再 希望能够 需要专人
		建议重新 应当严格 可否酌情 强烈要求 呼吁及时`)
	whats = strings.Fields(`改善步道照明 延长开放时间 公布检测结果 设置休息座椅 控制施工噪声 保留老树古树 增加公共厕所 清理占道车辆
		维修无障碍坡道 降低停车收费 补种行道树 规范广告招牌 加密公交班次 安装充电设施 限制高音喇叭 铺设透水路面 完善排水管网 建设口袋公园
		听取住户意见 核算改造费用 划定骑行车道 落实分类投放 更换老旧电梯 修订收费标准 公示招标过程 治理油烟异味 划出遛狗区域 保障冬季供热
		整治飞线充电 优化红绿灯配时`)
	// rareWords are rare: one comment of a hundred has one of them.
	rareWords = strings.Fields(`蝙蝠 萤火 哮喘 盲道 芦苇 白鹭 古井 牌坊 窨井 匝道 苔藓 竹林 渡口 钟楼 酸雨 沼气 石阶 藤蔓 瓦片 驿站`)
)

// commentLength is about how many characters a comment has.
const commentLength = 120

// sayings writes comments.
type sayings struct{ *rand.Rand }

func newSayings(seed uint64) sayings { return sayings{rand.New(rand.NewPCG(seed, 713))} }

func (s sayings) one(words []string) string { return words[s.IntN(len(words))] }

// comment is a text of about commentLength characters.
func (s sayings) comment() string {
	var text strings.Builder
	for length := 0; length < commentLength-10; {
		before := text.Len()
		text.WriteString(s.one(whos) + s.one(wants) + s.one(whats) + "，")
		length += utf8.RuneCountInString(text.String()[before:])
	}
	if s.IntN(100) == 0 {
		text.WriteString("还有" + s.one(rareWords) + "，")
	}
	return strings.TrimSuffix(text.String(), "，") + "。"
}

// phrase cuts six to eight characters without a comma out of a comment.
func (s sayings) phrase(comment string) string {
	parts := strings.Split(strings.TrimSuffix(comment, "。"), "，")
	part := []rune(parts[s.IntN(len(parts))])
	length := min(6+s.IntN(3), len(part))
	from := s.IntN(len(part) - length + 1)
	return string(part[from : from+length])
}
