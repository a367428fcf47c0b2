"""What a number measures: subjects before and behind it, left out, shared and dealt out."""

from collections.abc import Callable

import pytest

Rows = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("全市地区生产总值实现95.4亿元。", "地区生产总值"),
        ("预计全年社会消费品零售总额达到62亿元。", "社会消费品零售总额"),
        ("新增高新技术企业38户。", "新增高新技术企业"),
        ("城镇新增就业4.52万人。", "城镇新增就业"),
        ("集体经济增加值占GDP比重增至41%。", "集体经济增加值占GDP比重"),
        ("居民消费价格指数（CPI）下降0.4%。", "居民消费价格指数（CPI）"),
        ("国内生产总值按可比价格计算实际比上年增长9.7%。", "国内生产总值"),
        ("实施3000个技改项目。", "实施技改项目"),
        ("4家企业通过认证。", "企业通过认证"),
        ("完成2.8万户卫生厕所建设。", "卫生厕所建设"),
        ("建成1000个和美乡村。", "建成和美乡村"),
        ("打造10个“样本名方”。", "打造“样本名方”"),
        ("甲小学、乙小学等7个项目完工投用。", "项目完工投用"),
        ("反馈问题37个全部整改。", "反馈问题"),
    ],
)
def test_the_noun_phrase_is_the_indicator(rows: Rows, text: str, indicator: str) -> None:
    assert rows(text, "indicator") == [indicator]


def test_a_subject_left_out_is_carried_on(rows: Rows) -> None:
    assert rows("实现旅游综合收入434亿元、同比增长23%。", "indicator") == ["旅游综合收入"] * 2
    assert rows("城镇居民人均可支配收入8472元，实际增长5.9%。", "indicator") == ["城镇居民人均可支配收入"] * 2


def test_a_share_of_a_plan_keeps_the_subject_before_it(rows: Rows) -> None:
    text = "工业投资完成46.9亿元，占年度计划的60%，同比增长30.6%。"
    assert rows(text, "indicator") == ["工业投资", "工业投资占年度计划", "工业投资"]


def test_a_noun_that_means_nothing_alone_takes_the_last_subject(rows: Rows) -> None:
    assert rows("新登记经营主体320万户，总量达2037.7万户。", "indicator") == ["新登记经营主体", "经营主体总量"]


def test_a_verb_before_a_list_counts_for_all_its_members(rows: Rows) -> None:
    assert rows("建成省级示范村172个、水美新村18个。", "indicator") == ["建成省级示范村", "建成水美新村"]
    assert rows("改造农村公路5公里、桥梁6座，举办活动3场。", "indicator") == ["改造农村公路", "改造桥梁", "举办活动"]


def test_what_follows_one_number_may_lead_to_the_next(rows: Rows) -> None:
    assert rows("74个重大项目完成投资218.9亿元。", "indicator") == ["重大项目", "重大项目完成投资"]


def test_values_are_dealt_to_the_names_of_their_list(rows: Rows) -> None:
    text = "工业增加值、固定资产投资分别增长9%、6%。"
    assert rows(text, "indicator") == ["工业增加值", "固定资产投资"]


def test_a_head_behind_the_last_name_counts_for_all(rows: Rows) -> None:
    text = "软件服务业和租赁服务业营业收入分别增长2%、3%。"
    assert rows(text, "indicator") == ["软件服务业营业收入", "租赁服务业营业收入"]


def test_one_value_for_several_names_gives_a_row_each(rows: Rows) -> None:
    assert rows("农业贷款余额、工业贷款余额均增长8%。", "indicator") == ["农业贷款余额", "工业贷款余额"]
    assert rows("甲产业、乙产业合计产值年均增长9%。", "indicator") == ["甲产业、乙产业合计产值"]


def test_values_without_names_go_to_the_subjects_named_before(rows: Rows) -> None:
    text = "城镇居民收入达到7963元，农村居民收入达到2102元，分别增长7%和15.9%。"
    assert rows(text, "indicator")[2:] == ["城镇居民收入", "农村居民收入"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("城乡居民人均可支配收入分别增长3%、7%。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("一、二、三产业增加值分别增长2%、3%、4%。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("三次产业分别增长2%、3%和4%。", ["第一产业", "第二产业", "第三产业"]),
        ("三次产业增加值分别增长2%、3%、4%。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("一、二、三次产业分别实现增加值2亿元、3亿元、4亿元。", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("牛羊出栏分别增长5.2%、1.9%。", ["牛出栏", "羊出栏"]),
    ],
)
def test_shortened_pairs_are_spelt_out(rows: Rows, text: str, indicators: list[str]) -> None:
    assert rows(text, "indicator") == indicators


def test_one_value_for_three_industries_is_not_dealt_out(rows: Rows) -> None:
    assert rows("三次产业结构比由2005年的14:66:20演进为12:63:25。", "indicator") == ["三次产业结构"] * 2


def test_only_the_place_of_a_ranking_is_taken_off(rows: Rows) -> None:
    assert rows("数字化车间累计达94个、居全市区县第1。", "indicator") == ["数字化车间"] * 2
    assert rows("在“样本百强县”排名86位。", "indicator") == ["在“样本百强县”排名"]


def test_a_verb_alone_takes_the_thing_counted_before_it(rows: Rows) -> None:
    assert rows("新开工工业项目20个以上、竣工10个以上。", "indicator")[1] == "竣工工业项目"


def test_sums_belong_to_the_things_counted_before_them(rows: Rows) -> None:
    text = "签约项目67个，正式合同额364亿元、到位资金87亿元。"
    assert rows(text, "indicator") == ["签约项目", "正式合同额", "签约项目到位资金"]


def test_what_was_invested_in_a_named_thing_is_measured_by_it(rows: Rows) -> None:
    assert rows("总投资近2000亿元的样本能源基地开工建设。", "indicator") == ["样本能源基地总投资"]


def test_what_a_share_does_belongs_to_it(rows: Rows) -> None:
    assert rows("规上工业企业100%上云。", "indicator") == ["规上工业企业上云"]


def test_a_name_that_begins_with_a_verb_lends_it_to_nobody(rows: Rows) -> None:
    assert rows("服务业增加值达到5亿元、工业增加值达到6亿元。", "indicator") == ["服务业增加值", "工业增加值"]


def test_a_sentence_that_only_compares_goes_on_with_the_subject_before(rows: Rows) -> None:
    assert rows("全部工业增加值完成341亿元。按可比价格计算，比上年增长17.4%。", "indicator") == ["全部工业增加值"] * 2


def test_a_noun_dealt_to_earlier_things_is_joined_to_them(rows: Rows) -> None:
    text = "新增高速公路1317公里、一级公路2667公里，总里程分别达4246公里和3166公里。"
    assert rows(text, "indicator")[2:] == ["高速公路总里程", "一级公路总里程"]


def test_months_and_quarters_are_no_part_of_the_name(rows: Rows) -> None:
    assert rows("1—5月重大项目投资377亿元，一季度工业增加值增长5%。", "indicator") == ["重大项目投资", "工业增加值"]


def test_a_connector_inside_a_word_divides_nothing(rows: Rows) -> None:
    assert rows("2022年、2023年管网普及率分别达40%、70%。", "indicator") == ["管网普及率"] * 2


def test_planned_sums_belong_to_the_things_counted_before_them(rows: Rows) -> None:
    assert rows("新开工项目154个，年度计划投资44.5亿元。", "indicator")[1] == "新开工项目年度计划投资"


def test_a_verb_is_not_lent_to_a_sum(rows: Rows) -> None:
    assert rows("接待游客11亿人次、旅游收入5亿元。", "indicator") == ["接待游客", "旅游收入"]


def test_ages_belong_to_the_names_of_classes(rows: Rows) -> None:
    text = "0—17岁、18—59岁、60岁及以上户籍人口分别为120人、340人和210人。"
    assert rows(text, "indicator") == ["0—17岁户籍人口", "18—59岁户籍人口", "60岁及以上户籍人口"]
    assert rows("平均期望寿命达到78.5岁。", "value") == [78.5]


def test_thresholds_of_heads_belong_to_the_name(rows: Rows) -> None:
    assert rows("500头以上规模养殖场达到20个。", "value") == [20]


def test_yields_belong_to_the_branch_named_before(rows: Rows) -> None:
    text = "规上工业销售收入52亿元、增长6%，实现利税9亿元、利润4亿元，分别增长8%和7%。"
    whole = ["规上工业销售收入"] * 2 + ["规上工业利税", "规上工业利润"] * 2
    assert rows(text, "indicator") == whole
    assert rows("小麦总产量达5万吨，单产320公斤。", "indicator")[1] == "小麦单产"


def test_what_helping_verbs_lead_to_stands_behind(rows: Rows) -> None:
    assert rows("让3千户、9千人住上新居。", "indicator") == ["住上新居"] * 2
    assert rows("确定的25类90项民生工程全面完成。", "indicator")[0].startswith("民生工程")


def test_a_rank_is_that_of_the_growth(rows: Rows) -> None:
    assert rows("农业总产值达到61亿元，增速排名居全市第二。", "indicator")[1] == "农业总产值增速"


def test_ordinals_of_industries_share_what_follows(rows: Rows) -> None:
    text = "第二、第三产业占总产值的比重分别回落0.4和0.7个百分点。"
    assert rows(text, "indicator") == ["第二产业占总产值的比重", "第三产业占总产值的比重"]


def test_a_clause_without_a_number_names_what_the_next_one_measures(rows: Rows) -> None:
    text = "财政收入实现翻倍增长，从8.8亿元增至20.2亿元，占比提高1个百分点。"
    assert rows(text, "indicator") == ["财政收入", "财政收入", "财政收入占比"]
    text = "工业产值、零售总额双双突破100亿元大关，分别达到106亿元和105亿元。"
    assert rows(text, "indicator") == ["工业产值", "零售总额"] * 2


def test_what_a_clause_without_a_number_only_tells_is_no_subject(rows: Rows) -> None:
    assert rows("投资完成5亿元，营商环境持续改善，增长6%。", "indicator") == ["投资", "投资"]


def test_one_value_may_hold_for_two_names_joined_by_and(rows: Rows) -> None:
    text = "实际利用外资和进出口总额均增长10%左右。"
    assert rows(text, "indicator") == ["实际利用外资", "进出口总额"]


def test_losses_belong_to_the_accidents_counted_before_them(rows: Rows) -> None:
    text = "交通事故38起，死亡9人，直接经济损失19.5万元。"
    assert rows(text, "indicator") == ["交通事故", "交通事故死亡", "交通事故直接经济损失"]


def test_it_is_the_share_that_rises_behind_a_share(rows: Rows) -> None:
    text = "种植面积6.2万公顷，占总面积的16.4%，比上年提高0.7个百分点。"
    assert rows(text, "indicator")[1:] == ["种植面积占总面积"] * 2


def test_a_second_verb_may_be_part_of_the_name(rows: Rows) -> None:
    assert rows("新增孵化载体53个、办公楼9栋。", "indicator") == ["新增孵化载体", "新增办公楼"]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("“十一五”期间共完成固定资产投资178亿元。", "固定资产投资"),
        ("与去年同期相比事故起数上升22%。", "事故起数"),
        ("粮食产量比受灾的上年增产5万吨。", "粮食产量"),
        ("二三产业占比提高2.3个百分点。", "二三产业占比"),
        ("全县158个行政村中共有贫困村103个。", "行政村"),
        ("产业结构调整为3:4:3。", "产业结构"),
        ("全市完成GDP115亿元。", "GDP"),
        ("财政收入（预计，下同）和利润分别增长9%、6%。", "财政收入"),
        ("市人代会提出全市粮食产量达到5亿斤。", "粮食产量"),
        ("牧业产值位居五旗两县第1位。", "牧业产值"),
        ("查处环境违法行为36起。", "查处环境违法行为"),
        ("税收占比同比提高2.1个百分点。", "税收占比"),
        ("牧业产值可比增长9%。", "牧业产值"),
        ("乡镇企业实现营业收入8亿元。", "乡镇企业营业收入"),
        ("电话普及率达到每百人3.2部。", "电话普及率"),
    ],
)
def test_what_leads_up_to_a_name_is_left_out(rows: Rows, text: str, indicator: str) -> None:
    assert rows(text, "indicator")[0] == indicator


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("新建小码头2座和4个客运站。", ["新建小码头", "新建客运站"]),
        ("新增床位5张和护士10名。", ["新增床位", "新增护士"]),
        ("已通公路乡镇35个，通达比例100%。", ["通公路乡镇", "通公路乡镇通达比例"]),
        ("6个盟级、42个旗级重点项目。", ["盟级重点项目", "旗级重点项目"]),
        ("新增国家级高新企业5家、省级8家。", ["新增国家级高新企业", "新增省级高新企业"]),
        ("解决3900人、9200头牲畜饮水困难。", ["解决牲畜饮水困难"] * 2),
        ("茶园面积12万亩，产量8600吨。", ["茶园面积", "茶园产量"]),
        ("形成3个产值超百亿元、2个产值50亿元的园区。", ["形成产值超百亿元的园区", "形成产值50亿元的园区"]),
        ("新开工建设保障性住房36套，基本建成28套。", ["新开工建设保障性住房", "建成建设保障性住房"]),
        ("商品房销售面积21万平方米、销售额16亿元。", ["商品房销售面积", "商品房销售额"]),
        ("本外币存、贷款余额分别为32亿元和28亿元。", ["本外币存款余额", "贷款余额"]),
        ("强度居全省第3位、较上年前移2位。", ["强度"] * 2),
        ("12个村、300人脱贫出列。", ["村脱贫出列", "脱贫出列"]),
        ("利用外资3亿美元、折合25亿元。", ["利用外资"] * 2),
        ("零售额45亿元，扣除物价因素实际增长3%。", ["零售额"] * 2),
        ("工业增加值、财政收入、税收三项指标增速居全省首位。", ["工业增加值", "财政收入", "税收"]),
        ("食品、钢铁等四大行业增加值和利税均增长9%。", ["食品、钢铁等四大行业增加值", "利税"]),
        ("甲县进出口总额和乙县出口总额分别达3亿元、2亿元。", ["甲县进出口总额", "乙县出口总额"]),
        ("投资2亿元的林草种植、湿地保护等水源工程开工。", ["水源工程投资"]),
        ("推进总投资18亿元的水库工程，完成年度投资3亿元。", ["水库工程总投资", "水库工程年度投资"]),
    ],
)
def test_members_of_a_list_take_the_words_that_they_share(rows: Rows, text: str, indicators: list[str]) -> None:
    assert rows(text, "indicator") == indicators


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("扎实推进农村户厕改造，全年完成1.2万户。", "农村户厕改造"),
        ("加强高标准农田建设，建成5.6万亩。", "建成高标准农田"),
        ("实施新一轮乡村道路提升行动，新改建320公里。", "新改建乡村道路"),
        ("支持企业上市，新增2家。", "新增企业上市"),
        ("民营经济发展壮大，增加值占GDP比重达到58%。", "民营经济增加值占GDP比重"),
        ("新建5G基站20座，累计达50座。", "5G基站"),
    ],
)
def test_the_work_or_branch_named_before_is_what_is_counted(rows: Rows, text: str, indicator: str) -> None:
    assert rows(text, "indicator")[-1] == indicator


def test_what_a_head_has_is_said_of_all_members(rows: Rows) -> None:
    indicators = ["每千人口拥有医师", "每千人口拥有托位"]
    assert rows("每千人口拥有医师3.1人、托位4.2个。", "indicator") == indicators


def test_the_standards_of_town_and_country_are_two(rows: Rows) -> None:
    indicators = ["城镇低保标准", "农村低保标准"]
    assert rows("城乡低保标准分别提高到每人每月720元和每人每年6800元。", "indicator") == indicators


def test_works_that_go_on_are_those_of_the_sentence_before(rows: Rows) -> None:
    assert rows("实施重点项目30个。竣工12个。", "indicator") == ["实施重点项目", "竣工重点项目"]


def test_the_rates_behind_a_topic_are_growth(rows: Rows) -> None:
    growth = rows("GDP增速逐季攀升，上半年3.2%、全年5%。", "indicator", "measure")
    assert growth == [("GDP增速", "growth"), ("GDP增速", "growth")]


def test_what_is_said_of_a_part_ends_with_the_part(rows: Rows) -> None:
    text = "甲类企业281家，实现增加值80亿元，其中乙类工业增加值79亿元；主营业务收入327亿元；利润20亿元。"
    assert rows(text, "indicator")[3:] == ["甲类企业主营业务收入", "甲类企业利润"]


def test_sums_of_one_thing_grow_one_by_one(rows: Rows) -> None:
    text = "签约项目32个，协议资金86亿元，到位资金41亿元，分别增长12%、18%和22%。"
    assert rows(text, "indicator")[3:] == ["签约项目", "签约项目协议资金", "签约项目到位资金"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("税收收入剔除退税减税等因素增长6.2%。", ["税收收入"]),
        ("人均产值2.7万元（按年平均汇率折算为4422美元），增长9%。", ["人均产值"] * 3),
        ("要确保完成工业投资58亿元。", ["工业投资"]),
        ("工业投资完成年度目标的46.7%。", ["工业投资完成年度目标"]),
        ("工业投资仅完成年度任务的42%，比时间进度慢8个百分点。", ["工业投资完成年度任务", "工业投资"]),
        ("城乡居民收入比降至2.2。", ["城乡居民收入比"]),
        ("财政收入增长9%，跃居全省区县第一。", ["财政收入"] * 2),
        ("36个乡镇通车、8200人脱贫。", ["乡镇通车", "脱贫"]),
        ("地区生产总值由312亿元增加到485亿元，人均突破8万元。", ["地区生产总值"] * 2 + ["人均地区生产总值"]),
        ("42个重点项目已开工36个，开工率85.7%。", ["重点项目", "重点项目开工", "重点项目开工率"]),
    ],
)
def test_what_only_frames_a_subject_is_no_part_of_it(rows: Rows, text: str, indicators: list[str]) -> None:
    assert rows(text, "indicator") == indicators


def test_examples_before_what_is_counted_are_no_part_of_its_name(rows: Rows) -> None:
    assert rows("签约甲加工、乙物流等项目14个，总投资8亿元。", "indicator") == ["签约项目", "签约项目总投资"]
    assert rows("先后荣获“甲奖”、乙奖等20项大奖。", "indicator") == ["荣获大奖"]


def test_one_rate_of_two_known_indicators_gives_a_row_each(rows: Rows) -> None:
    assert rows("氨氮和氮氧化物排放量下降2.5%。", "indicator") == ["氨氮排放量", "氮氧化物排放量"]
    assert rows("蔬菜和水果产量8万吨。", "indicator") == ["蔬菜和水果产量"]


def test_names_of_two_kinds_share_what_follows_the_last(rows: Rows) -> None:
    indicators = ["急需型补助标准", "普惠型补助标准"]
    assert rows("急需型、普惠型补助标准分别提高90元、40元。", "indicator") == indicators


def test_the_year_of_a_growth_rate_and_the_sum_it_starts_from_are_no_subjects(rows: Rows) -> None:
    assert rows("工业总产值2022年达到45亿元，年增长4.4%。", "indicator") == ["工业总产值"] * 2
    assert rows("财政收入完成10亿元，比上年决算数增长2.9%。", "indicator") == ["财政收入"] * 2


def test_a_loss_that_turns_into_a_profit_belongs_to_one_branch(rows: Rows) -> None:
    text = "地方工业扭转了亏损局面，盈亏相抵后由2019年亏损1.5亿元变为2022年盈利2.5亿元。"
    assert rows(text, "indicator") == ["地方工业亏损", "地方工业盈利"]


def test_taxes_belong_to_the_branch_that_the_clause_before_names(rows: Rows) -> None:
    text = "房地产业保持平稳发展，完成税收3.2亿元，占全区税收的13.5%。"
    assert rows(text, "indicator") == ["房地产业税收", "房地产业税收占全区税收"]


def test_branches_named_in_the_clause_before_share_its_values(rows: Rows) -> None:
    text = "信息业税收5亿元；物流业和旅游业保持较快增长，分别同比增长10%和12%。"
    assert rows(text, "indicator") == ["信息业税收", "物流业", "旅游业"]


def test_those_among_whom_a_rank_is_held_are_no_part_of_the_name(rows: Rows) -> None:
    assert rows("政务公开满意度位居样本城市、沿海口岸首位。", "indicator") == ["政务公开满意度"]
    assert rows("吞吐量居全国第5位，增幅位居沿海主要口岸首位。", "indicator") == ["吞吐量", "吞吐量增幅"]


def test_two_places_behind_an_amount_and_its_growth_belong_to_one_each(rows: Rows) -> None:
    text = "粮食产量5亿斤；进口额20亿元，增长5%，分居全省第4、第3位。"
    assert rows(text, "indicator")[3:] == ["进口额", "进口额增速"]


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        (
            "其中销售收入3亿元、8亿元以上的样本企业分别达到14家、6家。",
            ["销售收入3亿元以上样本企业", "销售收入8亿元以上样本企业"],
        ),
        ("龙头企业700家，其中销售收入8亿元以上6家。", ["龙头企业", "销售收入8亿元以上龙头企业"]),
        ("引进项目30个，其中亿元以上12个。", ["引进项目", "亿元以上项目"]),
    ],
)
def test_amounts_in_front_of_a_count_bound_a_class(rows: Rows, text: str, indicators: list[str]) -> None:
    assert rows(text, "indicator") == indicators


@pytest.mark.parametrize(
    "text",
    [
        "60万吨样本材料项目、甲工厂等一批投资30亿元、90亿元以上重大项目建成投产。",
        "甲工厂等一批投资30亿元以上的项目建成。",
        "多个总投资30亿元以上的项目落地。",
    ],
)
def test_sizes_of_works_that_are_only_named_state_nothing(rows: Rows, text: str) -> None:
    assert rows(text, "value") == []


def test_people_of_town_and_country_share_what_is_measured(rows: Rows) -> None:
    text = "居民人均可支配收入2万元，其中城镇居民3万元、农村居民1万元。"
    assert rows(text, "indicator")[1:] == ["城镇居民人均可支配收入", "农村居民人均可支配收入"]
    assert rows("居民收入增长9%，其中城镇8%。", "indicator") == ["居民收入", "城镇居民收入"]


def test_capital_used_is_capital_used_from_abroad_too(rows: Rows) -> None:
    assert rows("实际使用内资30亿元、外资3万美元、进出口5亿元。", "indicator") == [
        "实际使用内资",
        "实际使用外资",
        "进出口",
    ]


def test_a_profit_belongs_to_no_rate(rows: Rows) -> None:
    text = "规模工业增加值42亿元，产品销售率98%；实现利润5亿元。"
    assert rows(text, "indicator") == ["规模工业增加值", "产品销售率", "规模工业利润"]


def test_each_of_the_things_counted_did_what_the_last_one_did(rows: Rows) -> None:
    text = "70户农户、190名村民、3个村通过验收。"
    assert rows(text, "indicator") == ["农户通过验收", "村民通过验收", "村通过验收"]
    text = "3个贫困村和70户、190名贫困人口通过验收。"
    assert rows(text, "indicator") == ["贫困村通过验收", "贫困户通过验收", "贫困人口通过验收"]


def test_a_clause_on_steps_taken_names_what_took_them(rows: Rows) -> None:
    text = "地区生产总值连跨4个千亿台阶、达到5715亿元，成为全省第3个突破五千亿规模的城市，年均增长9%。"
    assert rows(text, "indicator") == ["地区生产总值"] * 2
    assert rows("预算收入连跨5个百亿台阶，总量达到1272亿元。", "indicator") == ["预算收入"]


def test_a_word_that_only_compares_names_nothing(rows: Rows) -> None:
    assert rows("预算收入增长8%，同比高0.4个百分点。", "indicator") == ["预算收入"] * 2
    assert rows("全市生产总值404亿元，“十五”年均增长11.6%。", "indicator") == ["生产总值"] * 2


def test_a_branch_in_the_clause_before_is_the_subject(rows: Rows) -> None:
    assert rows("地方工业逆势增长，完成产值256亿元。", "indicator") == ["地方工业产值"]
    assert rows("甲、乙制造等支柱产业不断壮大，增加值达到90亿元。", "indicator") == ["支柱产业增加值"]


def test_one_example_of_the_things_counted_is_no_part_of_their_name(rows: Rows) -> None:
    assert rows("举办示例湖马拉松赛等高水平赛事100场。", "indicator") == ["举办高水平赛事"]


def test_members_of_a_herd_share_their_last_noun(rows: Rows) -> None:
    assert rows("奶牛、羊饲养量分别达到1.8万头、40万只。", "indicator") == ["奶牛饲养量", "羊饲养量"]


def test_what_is_left_after_a_change_needs_no_name_of_its_own(rows: Rows) -> None:
    assert rows("直属机构15个，精简后为8个，比现有的15个减少7个。", "indicator") == ["直属机构"] * 4


def test_each_of_those_that_doubled_did(rows: Rows) -> None:
    assert rows("生产总值、财政收入、进出口总额翻一番。", "indicator") == ["生产总值", "财政收入", "进出口总额"]


def test_the_pace_of_a_sum_in_the_clause_before_names_the_sum(rows: Rows) -> None:
    text = "财政收入完成27亿元。民生财政支出进度加快，完成40亿元，增长53%。"
    assert rows(text, "indicator") == ["财政收入", "民生财政支出", "民生财政支出"]
