"""The words of the grammar: named parts of regular expressions, each with an example beside it.

Nothing comes in; the stages of the grammar (clauses, quantities, measures, subjects, periods, places) build their
patterns from these parts. Text is normalised: half-width digits, full-width punctuation, `—` in ranges.
Rust's regular expressions take the first alternative that fits, so longer words stand before shorter ones.
"""

from functools import cache

import polars as pl

from expectations.reference import units


def any_of(*words: str) -> str:
    """A group that does not capture, longest word first, so that `人次` is not read as `人`."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


# --- numbers ---------------------------------------------------------------------------------------------------
NUMBER = r"[0-9]+(?:[.·][0-9]+)?"  # 2801.6; reports of the 1990s print 85·6
CHINESE_DIGIT = "[一二两三四五六七八九十百]"
CHINESE_NUMBER = f"{CHINESE_DIGIT}+"  # 三, 十二
CHINESE_DECIMALS = "(?:点[零〇一二三四五六七八九]+)"
SPELT_DIGIT = "[零〇一二两三四五六七八九十百千]"
# 一百二十三, 十三点四, 三万五千, 一亿二千万
SPELT_NUMBER = f"{SPELT_DIGIT}+亿{SPELT_DIGIT}+万|(?:{SPELT_DIGIT}+万)?{SPELT_DIGIT}+{CHINESE_DECIMALS}?"
SPELT_UNIT = "个百分点|百分点|[万亿]{0,2}(?:元|美元|吨标准煤|吨|公斤|斤|担|亩|公顷|平方公里|平方米|立方米|公里|千瓦时|千瓦|人次|人|头|只|株)|[万亿](?:户|名|个|套|家|台|辆|件)"
DASH = "(?:—|至|到)"  # 1—2件, 10至15家
MAGNITUDE = "(?:百万|千万|万亿|十万|十亿|百亿|千亿|万|亿|千|百)"  # 3.2万户
MAGNITUDES = ("百万", "千万", "万亿", "十万", "十亿", "百亿", "千亿", "万", "亿", "千", "百")
MORE = "[多余来]"  # 6200多亿元, 1470余万人次

# --- units -----------------------------------------------------------------------------------------------------
SHARES = ("%", "‰", "个百分点", "百分点", "个千分点", "千分点", "个基点", "个基本点", "倍", "成", "个点")
COUNTED = tuple(
    "个 家 户 项 所 条 件 名 人 座 处 套 辆 台 株 头 只 羽 场 次 轮 批 例 宗 起 篇 部 册 本 张 份 支 门 种 类 款 片 块 栋 "
    "幢 间 床 席 艘 架 列 趟 班 回 口 眼 孔 井 团 组 票 对 尾 匹 枚 盏 笔 站 届 幅 期 县 村 镇 乡 校 首 卷 线 桩 柜 位 棵 枝 箱 集 档 峰 "
    "根 尊 颗 辆次 列次 项次 例次 剂次 针次 航次 人份 人次 户次 家次 台次 车次 架次 班次 场次 批次 件次 班列 台套 头只 匹只 台（套） 套（台） 家（次） 户（次） 人（次） 标箱 个标准箱 标准箱 "
    "张床位 张病床 个床位 课时 学时 人年 标台 条次 宗次 艘次 车辆 亿票 对夫妇 个班".split()
)
PHYSICAL = tuple(
    "元 美元 欧元 港元 日元 英镑 卢布 克朗 元人民币 亩 亩次 公顷 平方米 平方公里 平方千米 立方米 立方 立方公里 平米 平方 方 m2 m3 km2 km "
    "公里 千米 里 华里 车道公里 米 厘米 毫米 微米 纳米 海里 吨 公斤 千克 克 毫克 微克 斤 担 石 吨标准煤 吨标煤 吨当量 标准煤 吨公里 人公里 "
    "千瓦 千瓦时 千瓦小时 度 兆瓦 兆瓦时 吉瓦 千伏安 千伏 伏安 kW kWh MW GW MWh GWh kV 马力 升 毫升 分贝 ℃ 摄氏度 TB PB EB GB MB Mbps Gbps "
    "bps EFLOPS Eflops PFLOPS Pflops Eflop/s P 次/秒 TEU 标准箱 岁 周岁 分钟 小时 天 工日 人日 机架 标准机架 载重吨 总吨 标准立方米 方量 "
    "点 亿斤 亿公斤 公斤 粒 锭 纱锭 重量箱 端 线 门 部 毫克/升 帧 桶 瓶 盒 包 袋 箱 双 件套 口人 分 秒 赫兹".split()
)
SPANS = ("个月", "个季度", "个工作日", "工作日", "个小时", "年", "周", "个周", "月", "日", "世纪", "周年", "时")


NOT_MEASURED = ("years", "days", "points", "grades", "places", "ratio", "percentage points", "score")


def _measured_units() -> list[str]:
    """Units of the reference table that measure: currencies, areas, masses, energy. What counts things is listed above, since
    many of its words (县, 园区, 期) are the thing itself; what is divided (元/吨) is put together from its parts."""
    written = pl.col("unit")
    plain = (
        ~pl.col("count")
        & ~pl.col("dimension").is_in(NOT_MEASURED)
        & ~written.str.contains("/")
        & (written.str.len_chars() > 1)
    )
    return units().filter(plain)["unit"].to_list()


@cache
def unit_pattern() -> str:
    """Every unit, with its magnitude, `多`/`余` inside it, what it is divided by, and a short bracket behind it."""
    word = any_of(*SHARES, *COUNTED, *PHYSICAL, *SPANS, *_measured_units())
    divided = any_of(
        *"立方米 平方米 平方公里 公里 公顷 亩 人 户 家 个 元 吨 千克 公斤 升 年 日 天 月 次 小时 秒 分钟 千瓦时 千瓦 度 人年 人次 头 万人 km m3".split()
    )
    # 万亩, 万余个, 微克/立方米, 吨标准煤/万元, 万家（次）; a bare magnitude counts persons: 新增人口100万
    return f"(?:{MAGNITUDE}{{0,2}}{MORE}?{word}(?:/{MAGNITUDE}?{divided})?|{MAGNITUDE}{MORE}?)(?:（(?:次|套|台|校点|个|处|人次|户|家|镇|乡|村|片|组|只|头|条|座|间|件|所|名|人|期|项|场|架|班|艘|辆|丛)）)?"


# --- comparators -----------------------------------------------------------------------------------------------
AT_LEAST_BEFORE = any_of(
    *"不低于 不少于 不小于 不短于 至少 最少 超过 突破 超 高于 大于 多于 逾 跨过 跨越 突破了 超过了 迈过 跃上 迈上 站上 跨上 大约超 不止 ≥".split()
)  # 突破2400亿元
AT_MOST_BEFORE = any_of(
    *"不超过 不高于 不大于 不多于 不突破 低于 小于 少于 最多 至多 不到 不足 未超过 低于或等于 压至 ≤".split()
)  # 不超过5.5%
ABOUT_BEFORE = any_of(*"约 近 大约 约为 将近 接近 约占 约达 约合 大概".split())  # 近5000万人次
AT_LEAST_AFTER = any_of("及以上", "以上", "之上")  # 增长7%以上
AT_MOST_AFTER = any_of("以内", "以下", "之内", "及以下", "之下")  # 103以内
ABOUT_AFTER = any_of("左右", "上下")  # 6.5%左右

# --- verbs of change -------------------------------------------------------------------------------------------
RISING_WORDS = "增长 比增 增加 上升 上涨 提高 提升 扩大 多增 递增 净增 增产 增收 增支 增多 延长 拓展 扩增 回升 加快 攀升 晋升 跃升".split()
FALLING_WORDS = "下降 比降 减少 降低 缩短 压减 回落 收窄 缩小 下跌 下滑 负增长 压缩 压降 削减 减产 减收 减亏 放缓 缩减 精简 减缓".split()
RISING_VERB, FALLING_VERB = any_of(*RISING_WORDS), any_of(*FALLING_WORDS)
RISING = any_of(*RISING_WORDS, *"增 涨 升 增幅 涨幅 增速 提速".split())  # 增长5.7%, 同比增5.7%, 涨幅2%
FALLING = any_of(*FALLING_WORDS, *"减 降 跌 少 降幅 减幅 跌幅".split())

# --- what precedes a subject or follows it ---------------------------------------------------------------------
OWN_PLACE = any_of(
    *"全市 全区 全省 全县 全国 全州 全盟 全旗 全镇 全乡 全域 我市 我区 我省 我县 我州 我国 我盟 我旗 本市 本区 本县 本省 全自治区 自治区 市域 县域内 区内 市内 省内".split()
)

# Verbs that say what was counted: they stay in the indicator (新增高新技术企业38户 -> 新增高新技术企业)
COUNTING_VERB = any_of(
    *"新增 净增 获得 荣获 夺得 取得 斩获 签下 签订 达成 追回 挽回 收回 追缴 征收 缴纳 上缴 归集 偿还 支付 兑付 新建 新建成 新改建 新（改）建 新改扩建 改扩建 改建 扩建 续建 改造 新改造 改造提升 提升改造 建成 建成投用 建设 建立 建有 创建 创成 成功创建 新创建 打造 新打造 培育 新培育 "
    "培育打造 培育壮大 引进 引育 新引进 引进培育 引导 实施 开展 举办 承办 组织 组建 认定 新认定 获批 新获批 获评 新获评 申报 争取 争取到 落实 落实到位 兑现 开工 新开工 开工建设 竣工 投产 投用 "
    "治理 修复 整治 处置 查处 查办 化解 排查 整改 拆除 淘汰 压减 关闭 关停 腾退 清理 盘活 收储 供应 出让 发放 拨付 投入 投放 新投入 投资 募集 筹集 融资 发行 "
    "减免 减轻 减税 返还 签约 新签约 集中签约 招引 引入 入驻 新入驻 落地 布局 设立 新设立 新设 成立 开设 开通 新开通 开行 发行 上线 推出 出台 制定 编制 修订 发布 印发 "
    "培训 帮扶 救助 惠及 带动 吸纳 安置 转移 保障 解决 服务 覆盖 接待 运输 发送 输送 生产 种植 栽植 栽种 播种 收获 出栏 存栏 销售 实现销售 完成 实现 达到 达 "
    "推进 加快推进 推动 加快建设 加快打造 抓好 做优做强 壮大 做强 支持 集聚 聚集 拥有 拥有着 保有 纳入 新纳入 入选 入库 新入库 新入统 新纳统 备案入库 入统 新达到 储备 谋划 谋划实施 谋划储备 策划 包装 对接 下达 安排 选派 招聘 招募 招收 配备 购置 购买 "
    "安装 加装 铺设 敷设 架设 更换 更新 采购 投运 建好 办好 办理 办结 受理 侦破 破获 立案 审结 打掉 抓获 取缔 发展 新发展 巩固 巩固提升 提升 新登记 登记 新注册 注册 新识别 识别 消除 "
    "调整 置换 收购 回购 释放 撬动 拉动 节约 节省 节能 减排 减少 增加 增设 扩增 增添 补充 新添 追加 覆盖到 辐射 惠及到 联系服务 走访 慰问 新建改建 高标准建设 提质升级 提质 升级 改善 创作 出版 捐赠 "
    "交付 累计交付 转化 转移支付 授予 评选 选树 命名 表彰 孵化 新孵化 新种植 造 营造 形成 统筹 封育 退耕 应对 制止 扶持 启动 认证 新认证 免费 提供 上报 组成 派出 建 增殖 放流 开发 新开发 评定 验收 复垦 整理 流转".split()
)

# Nouns that mean nothing without the thing they belong to: 总量, 占比; they are joined to the last subject
RELATIVE_NOUN = any_of(
    *"总产 总量 总数 总额 总规模 规模 数量 总值 产值 总产值 增加值 占比 比重 比例 比率 增速 增幅 降幅 涨幅 总投资额 投资总额 完成率 达标率 到位率 合格率 化解率 办结率 满意率 满意度 覆盖率 开工率 竣工率 整改率 解决率 "
    "投资完成率 履约率 转化率 贡献率 总投资 计划总投资 年度投资 年度计划投资 计划投资 投资额 投资规模 协议投资 合同金额 协议资金 到位资金 资金 金额 交易额 成交额 销售额 营业额 营业收入 营收 收入 利润 投资 面积 总面积 长度 总长 里程 总里程 "
    "人数 人次 户数 余额 单价 均价 产量 总产量 单产 亩产 增量 增长率 参保率 总增率 覆盖人口 利税 利税总额 利润总额 净利润 盈利 亏损 税金 资产总额 总资产 装机占比 均值 浓度 达标比例 综合排名 排名 位次 惠及人口 受益人口 主营业务收入 销售收入 质量 均居 绝对额 涉及金额 涉案金额 死亡 受伤 伤 重伤 伤亡 直接经济损失 经济损失".split()
)

# What a branch makes or earns: each stands for the same branch as the one before it (工业销售收入5亿元，利税1亿元)
YIELD = any_of(
    *"销售收入 销售额 主营业务收入 营业收入 总产值 产值 利税 利税总额 利润 利润总额 净利润 盈利 亏损 税金 资产总额 总资产 总产量 产量 单产 亩产 总产".split()
)

# Head nouns of indicators, shared by the members of a list: 通用设备、专用设备制造业增加值分别增长
HEAD_NOUN = any_of(
    *"增加值 地区生产总值 生产总值 GDP 总产值 产值 营业收入 主营业务收入 销售收入 收入 支出 销售额 零售额 销售量 产量 总产量 投资 贷款余额 存款余额 余额 贷款 存款 税收 利润 利润总额 总额 进口 出口 交易额 面积 浓度 用电量 能耗 占比 比重 增速 "
    "覆盖率 参保率 入园率 入学率 毛入学率 巩固率 利用率 处理率 达标率 合格率 普及率 指数 里程 总量 数量 规模 人数 人次 客运量 货运量 周转量 吞吐量 警情 立案 案件 起数 死亡人数 居民人均可支配收入 居民人均消费支出 居民人均纯收入 居民收入 人均可支配收入 可支配收入 纯收入 消费支出 出栏 存栏 面积 总产 单产 排放量 排放总量 发电量 用水量 饲养量 存栏量 出栏量 捕捞量 装机量 销量 销售收入 装机容量 保有量 拥有量 比例 贡献率 毛利率 产值 利税 总投资 到位资金 人口".split()
)

# Sums that belong to the things counted before them: 签约项目67个，…，到位资金87.4亿元
SUM_OF_THINGS = any_of(
    *"年度投资 年度计划投资 计划投资 总投资 总投资额 投资总额 计划总投资 投资 投资额 投资规模 协议投资 合同金额 协议资金 到位资金 资金 金额 成交额 交易额".split()
)

# 比“十五”计划目标|3000亿元超过1070亿元: the plan that a sum is held against
AGAINST_PLAN = "(?:比|较)[^，]{0,10}(?:目标|计划|预算|任务)(?:数|额)?$"
