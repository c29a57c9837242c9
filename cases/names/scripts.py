"""Scripts that need more than a letter table: Chinese characters, Burmese and Arabic.

Chinese: Mandarin sounds come from anyascii, with the readings that surnames and given names have instead of the commonest one;
Cantonese ones (Hong Kong Government romanisation) from a table of the characters frequent in names. Burmese: the usual English
spelling of frequent name syllables. Arabic writes no short vowels: names are compared by their consonants.
"""

import re
from functools import lru_cache

from anyascii import anyascii

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
MYANMAR = re.compile("[\u1000-\u109f]")
ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")

_PAIRS = (
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 夏侯 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 南宫 长孙 宇文".split()
)
_MANDARIN = dict(
    pair.split(":")
    for pair in "晟:Sheng 曾:Zeng 单:Shan 單:Shan 解:Xie 仇:Qiu 任:Ren 查:Zha 区:Ou 區:Ou 盖:Ge 朴:Piao 翟:Zhai".split()
)
_CANTONESE_TEXT = """
黎lai 黄黃wong 王wong 陈陳chan 李lee 张張cheung 林lam 吴吳ng 刘劉lau 何ho 梁leung 周chow 郑鄭cheng 谢謝tse 叶葉yip 罗羅law 冯馮fung
邓鄧tang 许許hui 曾tsang 蔡choi 潘poon 苏蘇so 钟鍾鐘chung 杨楊yeung 朱chu 胡wu 徐tsui 马馬ma 高ko 郭kwok 余yu 袁yuen 卢盧lo 戴tai
邹鄒chau 区區au 岑shum 毛mo 莫mok 关關kwan 孔hung 唐tong 方fong 石shek 江kong 谭譚tam 廖liu 范fan 温wan 赖賴lai 简簡kan 麦麥mak 伍ng
智chi 英ying 国國kwok 强強keung 明ming 志chi 伟偉wai 文man 家ka 俊chun 豪ho 杰傑kit 华華wah 荣榮wing 永wing 健kin 建kin 德tak 成shing
光kwong 辉輝fai 福fuk 生sang 平ping 安on 康hong 良leung 民man 忠chung 达達tat 立lap 天tin 仁yan 子tsz 嘉ka 浩ho 乐樂lok 朗long 耀yiu
庭ting 婷ting 敏man 慧wai 玲ling 丽麗lai 美mei 美mei 芳fong 珍chun 秀sau 雅nga 诗詩sze 诺諾nok 芝chi 思sze 颖穎wing 怡yee 欣yan 晴ching
锋鋒fung 峰fung 枫楓fung 宏wang 洪hung 海hoi 东東tung 南nam 北pak 西sai 龙龍lung 虎fu 波bor 涛濤to 军軍kwan 兵ping 勇yung 刚剛kong 毅ngai
铭銘ming 诚誠shing 信shun 义義yee 礼禮lai 贤賢yin 斌bun 彬bun 霞ha 晓曉hiu 小siu 大tai 红紅hung 兰蘭lan 梅mui 雪suet 雨yu 云雲wan 月yuet
"""
_CANTONESE = {c: found[-1] for found in re.findall("([^a-z\\s]+)([a-z]+)", _CANTONESE_TEXT) for c in found[0]}
CHINESE_SURNAMES = frozenset(
    "wang li lee zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng han feng "
    "cao peng zeng xiao tian dong yuan pan yu cai jiang du ye cheng su wei lu ding ren shen yao lai wong chan cheung lam ng lau ho leung "
    "chow tse yip law fung hui tsang choi poon chung yeung chu tsui ko kwok yuen lo chau au mok kwan tong fong shek tam mak".split()
)
"""Latin spellings of surnames beside which a European given name is an additional one (Jimmy Lai)."""

_BURMESE = dict(
    pair.split(":")
    for pair in (
        "အောင်:Aung ဆန်း:San စု:Suu ကြည်:Kyi ကျော်:Kyaw မင်း:Min ဦး:Oo ဇော်:Zaw ဇင်:Zin မောင်:Maung မိုး:Moe စိုး:Soe ဝင်း:Win တင်:Tin ထွန်း:Tun "
        "ခင်:Khin နိုင်:Naing လင်း:Lin သူ:Thu သန်း:Than သိန်း:Thein မြင့်:Myint မြတ်:Myat နွယ်:Nwe နွေ:Nway အေး:Aye ဖြိုး:Phyo ပြည့်:Pyae ဟိန်း:Hein "
        "ထက်:Htet ထူး:Htoo ထိန်:Htin လှ:Hla လှိုင်:Hlaing ရဲ:Ye ရာ:Yar ကို:Ko ဒေါ်:Daw မ:Ma သက်:Thet သီ:Thi သီဟ:Thiha သဇင်:Thazin ဝေ:Wai ဖြူ:Phyu "
        "ဇေယျာ:Zeya ဇေယျ:Zeya ကောင်း:Kaung ခိုင်:Khaing ခန့်:Khant စန္ဒာ:Sandar စန်း:San စော:Saw နန်း:Nan နီ:Ni နု:Nu ညို:Nyo ညွန့်:Nyunt တိုး:Toe "
        "ပိုင်:Paing ဘို:Bo ဗိုလ်:Bo မာ:Mar မီ:Mi မေ:May မွန်:Mon ယု:Yu ရွှေ:Shwe လေး:Lay ဝါ:War သော်:Thaw အိ:Ei အိမ့်:Eaint အုန်း:Ohn ဇာနည်:Zarni "
        "ဂျင်မီ:Jimmy ကိုကို:Ko-Ko လွင်:Lwin စည်သူ:Sithu သာ:Thar ဖေ:Pe ဘ:Ba ချို:Cho ငြိမ်း:Nyein ချမ်း:Chan သွယ်:Thwe ဟန်:Han"
    ).split()
)
_BURMESE_PART = re.compile("|".join(sorted(_BURMESE, key=len, reverse=True)) + "|.")
_ARABIC_LETTERS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنهپچژگک", "btTjhxdzrzsSsdtzgfqklmnhpCZgk", strict=True))
_LATIN_CONSONANTS = tuple(
    (re.compile(p), s)
    for p, s in (("th", "T"), ("kh", "x"), ("dh", "d"), ("[sc]h", "S"), ("gh", "g"), ("[aeiouwy]", "a"))
)
_SAME_CONSONANT = str.maketrans("TxqcCZ", "thkkjj", "a")


def _syllables() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return Mandarin and Cantonese syllables with the characters (named by both sounds) that they may stand for."""
    mandarin: dict[str, set[str]] = {}
    cantonese: dict[str, set[str]] = {}
    for character, sound in _CANTONESE.items():
        other = (_MANDARIN.get(character) or anyascii(character)).casefold()
        mandarin.setdefault(other, set()).add(f"{other}/{sound}")
        cantonese.setdefault(sound, set()).add(f"{other}/{sound}")
    return mandarin, cantonese


_BY_SYSTEM = _syllables()


@lru_cache(maxsize=8192)
def characters(spelling: str) -> frozenset[str]:
    """Return the characters, one or two, for which a Latin spelling may stand, so that 國強 Kwok-keung meets Guoqiang."""
    spelling = spelling.replace("ee", "i")
    found: set[str] = set()
    for system in _BY_SYSTEM:
        found |= system.get(spelling, set())
        for cut in range(1, len(spelling)):
            left, right = system.get(spelling[:cut]), system.get(spelling[cut:])
            if left and right:
                found |= {f"{a} {b}" for a in left for b in right}
    return frozenset(found)


def latin_parts(word: str) -> list[tuple[str, ...]]:
    """Return the parts of a word in Chinese or Burmese script, each with its Latin spellings, the likeliest first."""
    if HAN.search(word):
        return _chinese(word)
    found = (_BURMESE.get(part) or anyascii(part) for part in _BURMESE_PART.findall(word))
    return [(part.casefold(),) for part in found if part.strip("'`")]


def _chinese(word: str) -> list[tuple[str, ...]]:
    word = "".join(HAN.findall(word))
    cut = 2 if word[:2] in _PAIRS and len(word) > 2 else 1  # noqa: PLR2004 - a surname has one character or two
    parts = [word[:cut], word[cut:]] if len(word) > 1 else [word]
    spelled = []
    for part in parts:
        mandarin = "".join(_MANDARIN.get(c) or anyascii(c) for c in part).casefold()
        cantonese = "".join(_CANTONESE.get(c) or anyascii(c) for c in part).casefold()
        spelled.append(tuple(dict.fromkeys((mandarin, cantonese))))
    return spelled


def consonants(word: str) -> str:
    """Return the consonants of an Arabic or Latin word in one alphabet, "" if fewer than two: too few to say anything."""
    if ARABIC.search(word):
        skeleton = "".join(_ARABIC_LETTERS.get(c, "") for c in word)
    else:
        skeleton = anyascii(word).casefold()
        for pattern, sound in _LATIN_CONSONANTS:
            skeleton = pattern.sub(sound, skeleton)
        skeleton = re.sub("[^a-zTS]", "", skeleton)
    skeleton = re.sub(r"([^a])\1+", r"\1", skeleton).translate(_SAME_CONSONANT)
    skeleton = skeleton.removesuffix("h")  # ة at the end is written or not
    return skeleton if len(skeleton) > 1 else ""
