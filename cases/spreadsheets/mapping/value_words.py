"""What usual words of lists mean: released, convicted, in custody. Folded as cells are compared. No Django models."""

from __future__ import annotations

RELEASED = frozenset(
    (
        "released", "free", "at liberty", "at home", "home", "not held", "not in custody", "not detained",
        "освобожден", "освобождена", "освобождён", "освобождены", "вышел", "вышла", "на свободе", "на воле", "дома", "отпущен",
        "отпущена", "вызвалены", "вызвалена", "выйшаў", "выйшла", "на волі", "на свабодзе", "дома на волі", "адпушчаны", "адпушчаная",  # noqa: E501
        "звільнений", "звільнена", "на свободі", "вдома", "مفرج عنه", "مفرج عنها", "أفرج عنه", "أفرج عنها", "获释", "已释放", "释放",  # noqa: E501
        "出狱", "လွတ်မြောက်", "wolny", "zwolniony", "zwolniona", "paleistas", "paleista",
    )
)  # fmt: skip
ABROAD = frozenset(("abroad", "emigrated", "за границей", "за рубежом", "уехал", "уехала", "выехал", "выехала", "за мяжой", "выехаў", "за кордоном"))  # fmt: skip  # noqa: E501
IN_CUSTODY = frozenset(
    ("in custody", "detained", "held", "imprisoned", "под стражей", "в заключении", "в сизо", "за решеткой", "в колонии", "сидит",
     "пад вартай", "за кратамі", "у зняволенні", "під вартою", "محتجز", "在押", "羁押中", "服刑中")
)  # fmt: skip
CONVICTED = frozenset(
    ("convicted", "sentenced", "осужден", "осуждена", "осуждён", "приговорен", "приговорена", "асуджаны", "асуджана", "асуджаная",
     "засуджений", "засуджена", "محكوم", "محكوم عليه", "已判刑", "判刑", "已判决", "skazany", "skazana", "nuteistas", "nuteista")
)  # fmt: skip
AWAITING = frozenset(
    ("awaiting trial", "ожидает суда", "ждет суда", "чакае суда", "чакае суду", "очікує суду", "待审", "等待审判")
)  # fmt: skip
STAGES: dict[str, str] = {
    **dict.fromkeys(sorted(CONVICTED), "verdict"),
    # No stage of the case: kept as a note.
    **dict.fromkeys(sorted(RELEASED | ABROAD | IN_CUSTODY | AWAITING), ""),
}
ENDS: dict[str, str] = {
    **dict.fromkeys(
        ("помилован", "помилована", "pardoned", "памілаваны", "памілавана", "помилуваний", "عفو", "特赦"), "pardoned"
    ),
    **dict.fromkeys(("амнистия", "по амнистии", "amnesty", "амністыя", "амністія", "大赦"), "amnesty"),
    **dict.fromkeys(
        ("отбыл срок", "отбыла срок", "полностью отбыл", "served in full", "term served", "адбыў тэрмін", "刑满释放"),
        "served",
    ),
    **dict.fromkeys(("удо", "parole", "on parole", "умоўна-датэрмінова", "假释"), "parole"),
    **dict.fromkeys(("обмен", "exchanged", "exchange", "абмен", "обмін"), "exchanged"),
    **dict.fromkeys(("умер", "умерла", "died", "died in custody", "памёр", "памерла", "помер", "死亡"), "died"),
    **dict.fromkeys(("выслан", "выслана", "expelled", "deported", "высланы", "驱逐出境"), "expelled"),
    **dict.fromkeys(("под залог", "залог", "bail", "on bail", "пад заклад", "取保候审"), "bail"),
    **dict.fromkeys(sorted(RELEASED), "released"),
}
RECOGNITIONS: dict[str, str] = {
    **dict.fromkeys(("да", "yes", "так", "признан", "признана", "прызнаны", "прызнана", "политзаключенный", "палітвязень", "political prisoner"), "political_prisoner"),  # noqa: E501
    **dict.fromkeys(("бывший", "бывшая", "former", "былы", "былая"), "former"),
    **dict.fromkeys(("узник совести", "prisoner of conscience", "вязень сумлення"), "conscience"),
}  # fmt: skip
