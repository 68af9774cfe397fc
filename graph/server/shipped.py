"""What the queries that ship with whyso are called and find, in the language of a page.

Titles in both languages stand in the queries' headers, and so do descriptions in English; those in
Chinese stand here, by name of the query, and those of parameters by what is said in English.
"""

from typing import Final

from whyso.graph.query import NamedQuery

__all__ = ["DESCRIPTIONS", "PARAMETERS", "description_in", "parameter_in", "title_in"]

DESCRIPTIONS: Final = {
    "accepted-on-rejected": "每条被接受的陈述，以及作为其理由或为其所取决、却被否定的陈述。",
    "accepted-on-undecided": "每条被接受的陈述，以及作为其理由或为其所取决、却仍未定的陈述。",
    "agreement": "每两位说话者：一方的陈述支持或攻击另一方陈述的次数、"
    "双方共有的陈述数，以及从 -1 到 1 的一致程度。",
    "answered-by-verdict": "每个问题、立得住的内容对它回答到何种程度，"
    "以及回答它或其一部分的每条被接受的陈述。",
    "answers": "回答某问题或其一部分的每条陈述；asked 是它所回答的问题或部分。",
    "assumptions": "分析者补充的每个假设，以及直接（direct）或经由其他陈述依赖它的陈述。",
    "attacks": "每次攻击；aim 说明击中的是陈述还是推理步骤，"
    "statement 是被击中的陈述或该步骤的结论。",
    "certainty": "每条陈述及其措辞所表达的肯定程度，从最坚定到最微弱。",
    "clarifications": "澄清或取代先前内容的每条陈述或话语。",
    "concessions": "有人承认的每一点，以及它所限制的立场。",
    "consequences": "直接（direct）或经由其他陈述取决于某条件、或由它得出的每条陈述，"
    "以及提出它的人。",
    "contested-across-sources": "某一来源中在另一来源里受到攻击的每条陈述："
    "攻击的是它本身，或措辞相同的陈述。",
    "depends-on": "该陈述所依据的、文中点明的每个条件和分析者的每个假设。",
    "evidence": "每项证据及其所证明的内容；specific 说明其中是否含有数字。",
    "figures": "每个数字：度量什么、如何理解、数值或范围、单位和时间。",
    "for-and-against": "逐步列出与问题有关的每条陈述；"
    "role 说明它是回答、支持还是攻击 on 栏所列的内容。",
    "forecasts": "每个预测，以及它或其中的数字应当成立的期限；datable 说明是否给出了期限。",
    "grounds": "直接（direct）或经由其他陈述推出另一陈述的每条陈述。",
    "languages": "来源的某一语言所缺的每条陈述、每个问题、每段话语或每个步骤，"
    "以及译文有合并、拆分或注明不同的每处文段；difference 说明属于哪一种。",
    "means": "对背后的问题的每个回答及其每条直接理由，附说话者的肯定程度和标注把握。",
    "only-by-assumption": "除假设以外，立场 speaker 的裁断接受、"
    "而 stated 的裁断不接受的每条陈述；后者承认的内容相同，只是不承认分析者的假设。",
    "passages": "显示陈述、问题、步骤或话语的每处文段：语言、段落、句子、起止码位和摘要值。",
    "positions": "每个明说的回答、其说话者、说得有多坚定，以及它受什么限制。",
    "questions-behind": "隐于另一问题背后的每个问题，以及文中最先显出它的地方。",
    "readings": "说明另一陈述是何意思的每条陈述（关系为 clarifies、qualifies 或 supersedes），"
    "以及这类陈述所攻击的每种理解（关系为 attacks）。",
    "repeated": "原文在不止一句中作出的每条陈述及句数；译文不计。",
    "reported": "来源转述而未主张的每条陈述或每个问题，以及它出自谁。",
    "said-by": "某位说话者被转述的每段话语，附来源所给出的内容以及它所解释的先前的话。",
    "schemes": "每种论证型式，以及遵循它的步骤数。",
    "sources": "每个来源：谁在说话、由谁发布、出自哪个文件、何时、摘要值为何、由谁标注。",
    "sources-answering": "每个来源，及其对某问题或对另一来源中措辞相同的问题的回答。",
    "speakers": "亲自或经转述提出陈述的每个人或机构，附来源数和陈述数。",
    "statements": "每条陈述及其种类、状态、说话者和所表达的肯定程度。",
    "steps": "每个推论的每个前提，附论证型式、结论和该步骤的状态。",
    "tensions": "相互牵制而不矛盾的每对陈述，附标注者关于文中是否化解的说明。",
    "unanswered-attacks": "攻击方自身未受攻击的每次攻击；target 是陈述或推理步骤。",
    "unanswered-questions": "没有陈述回答的每个问题：整个问题及其各部分都无人回答。",
    "unsupported": "对问题的每个明说、但文中未给出理由的回答。",
    "verdicts": "每条陈述在每份已写下的裁断中是否被接受、为何如此、强度多大。",
    "where-standpoints-part": "两种立场的裁断不同的每条陈述；"
    "because 是两者同样有分歧的理由、条件或攻击，在最先分歧之处为空。",
    "who-says-what": "每条陈述、亲自或经转述提出它的人，以及如此记载的来源，不分先后。",
}
_EVERY: Final = "（留空则为全部）"
PARAMETERS: Final = {
    "The person or body that concedes (everyone when left out).": f"作出让步的人或机构{_EVERY}。",
    "One of categorical, strong, plain, hedged and possible (all when left out).": (
        f"categorical、strong、plain、hedged、possible 之一{_EVERY}。"
    ),
    "The statement for which the steps give a reason (every one when left out).": (
        f"步骤为其给出理由的陈述{_EVERY}。"
    ),
    "The statement whose assumptions are wanted, however far"
    " (those used directly for any statement when left out).": (
        "要查其假设的陈述，不论隔多远（留空则为任何陈述直接所用的假设）。"
    ),
    "The statement whose reasons are wanted, however far"
    " (the direct reasons of every statement when left out).": (
        "要查其理由的陈述，不论隔多远（留空则为每条陈述的直接理由）。"
    ),
    "The condition or premise, to be followed however far"
    " (the direct dependents of every named condition when left out).": (
        "要一直追下去的条件或前提（留空则为直接取决于各个点明条件的陈述）。"
    ),
    "The statement or question that is reported (every one when left out).": (
        f"被转述的陈述或问题{_EVERY}。"
    ),
    "The earlier statement or utterance (every one when left out).": (
        f"先前的陈述或话语{_EVERY}。"
    ),
    "One kind of statement, such as the class Forecast (every kind when left out).": (
        f"一种陈述，如类 Forecast{_EVERY}。"
    ),
    "The language of the labels, such as en or zh (en when left out).": (
        "标签的语言，如 en 或 zh（留空则为页面的语言）。"
    ),
    "The other of the two standpoints (every other one when left out).": (
        f"两种立场中的另一种{_EVERY}。"
    ),
    "The question asked (every question when left out).": f"所问的问题{_EVERY}。",
    "The question at issue (every single link, whatever the question, when left out).": (
        "所争的问题（留空则为每个单独的关系，不论哪个问题）。"
    ),
    "The question on which a position is wanted (every question when left out).": (
        f"要查其立场的问题{_EVERY}。"
    ),
    "The question that is answered (every question when left out).": f"被回答的问题{_EVERY}。",
    "The question that is wanted (every one when left out).": f"所要的问题{_EVERY}。",
    "The question whose answers are wanted (every question when left out).": (
        f"要查其回答的问题{_EVERY}。"
    ),
    "The question, such as how something is to be paid for"
    " (every underlying question when left out).": (
        "问题，例如某事的钱从何而来（留空则为全部背后的问题）。"
    ),
    "The source (every one when left out).": f"来源{_EVERY}。",
    "One of the two (everyone when left out).": f"两者之一{_EVERY}。",
    "The person or body (everyone when left out).": f"人或机构{_EVERY}。",
    "The person or body who speaks (everyone when left out).": f"说话的人或机构{_EVERY}。",
    "The person or body who spoke (everyone who is reported when left out).": (
        "说过话的人或机构（留空则为每个被转述者）。"
    ),
    "The person or body whose position is wanted (everyone when left out).": (
        f"要查其立场的人或机构{_EVERY}。"
    ),
    "One of the two standpoints (every pair that is written down when left out).": (
        "两种立场之一（留空则为已写下的每一对）。"
    ),
    "The standpoint whose verdict is wanted (every one that is written down when left out).": (
        "要查其裁断的立场（留空则为已写下的全部）。"
    ),
    "One of the two statements (every pair when left out).": "两条陈述之一（留空则为每一对）。",
    "The accepted statement (every one when left out).": f"被接受的陈述{_EVERY}。",
    "The statement (every one when left out).": f"陈述{_EVERY}。",
    "The statement that can be read in several ways (every one that is explained when left out).": (
        "可作多种理解的陈述（留空则为得到说明的全部陈述）。"
    ),
    "The statement that contains the figure (every one when left out).": (
        f"含有该数字的陈述{_EVERY}。"
    ),
    "The statement that is attacked (every one when left out).": f"受到攻击的陈述{_EVERY}。",
    "The statement that is attacked, itself or in the reasoning for it"
    " (every one when left out).": f"本身或其推理受到攻击的陈述{_EVERY}。",
    "The statement that is wanted (every one when left out).": f"所要的陈述{_EVERY}。",
    "The statement that the evidence is offered for (every one when left out).": (
        f"证据所证明的陈述{_EVERY}。"
    ),
    "The statement whose conditions are wanted, also those of its reasons and conditions"
    " (the direct ones of every statement when left out).": (
        "要查其条件的陈述，含其理由和条件的条件（留空则为每条陈述的直接条件）。"
    ),
    "The statement whose verdicts are wanted (every one when left out).": (
        f"要查其裁断的陈述{_EVERY}。"
    ),
    "The statement, question, step or utterance (every one when left out).": (
        f"陈述、问题、步骤或话语{_EVERY}。"
    ),
    "The statement, question, utterance or step (every one when left out).": (
        f"陈述、问题、话语或步骤{_EVERY}。"
    ),
    "The question in front (every one when left out).": f"表面的问题{_EVERY}。",
    "The statement or step that is attacked (every one when left out).": (
        f"受到攻击的陈述或步骤{_EVERY}。"
    ),
}


def title_in(named: NamedQuery, language: str) -> str:
    """Return the title of a query.

    >>> from whyso.graph.query import named_query
    >>> title_in(named_query("figures"), "zh")
    '数字'
    """
    return (named.title_zh if language == "zh" else "") or named.title


def description_in(named: NamedQuery, language: str) -> str:
    """Return what a query finds.

    >>> from whyso.graph.query import named_query
    >>> description_in(named_query("schemes"), "zh")
    '每种论证型式，以及遵循它的步骤数。'
    """
    said = DESCRIPTIONS.get(named.name, "") if language == "zh" else ""
    return said or named.description


def parameter_in(description: str, language: str) -> str:
    """Return what a parameter is.

    >>> parameter_in("The source (every one when left out).", "zh")
    '来源（留空则为全部）。'
    """
    return (PARAMETERS.get(description, "") if language == "zh" else "") or description
