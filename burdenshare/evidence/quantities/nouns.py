"""What a Japanese counter counts where it counts many things: the noun beside it says it."""

from __future__ import annotations

import re


def _by_noun(**nouns: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern for the nouns that a counter counts, and what each is called."""
    groups = "|".join(f"(?P<{name}>{words})" for name, words in nouns.items())
    return re.compile(rf"の?(?:{groups})"), {name: name for name in nouns}


#: What is counted by a counter that counts many things: the noun beside it says it.
BY_NOUN = {
    "cases": _by_noun(
        complaints="苦情", exercises="訓練|演習", contracts="契約", accidents="事故",
        incidents="事案|事件", scrambles="緊急発進|スクランブル", comments="意見",
        projects="プロジェクト|事業",
        applications="申請", violations="違反|侵犯", attacks="攻撃",
    ),
    "times": _by_noun(exercises="訓練|演習", scrambles="緊急発進|スクランブル"),
    "units": _by_noun(
        radars="レーダー", satellites="衛星", launchers="発射機|ランチャー|発射装置",
        reactors="原発|原子炉",
        missiles="ミサイル|迎撃弾",
    ),
    "rounds": _by_noun(
        interceptors="迎撃弾|迎撃ミサイル", missiles="ミサイル|トマホーク|弾道",
        rounds="砲弾|弾薬|銃弾",
    ),
    "aircraft": _by_noun(
        drones="無人機|ドローン", helicopters="ヘリ",
        aircraft="戦闘機|輸送機|哨戒機|航空機",
    ),
    "ships": _by_noun(
        submarines="潜水艦", icebreakers="砕氷[船艦]",
        ships="護衛艦|艦艇|巡視[船艇]|フリゲート",
    ),
    "people": _by_noun(jobs="分?の?雇用|雇用"),
}  # fmt: skip
