"""Articles of varied shape for the benchmarks and tests of a corpus: invented figures, seeded, in words of our own.

Six shapes: a monthly report in paragraphs, a list of bullets, a short news item, a table in text, minutes with tasks,
and a page with no figure at all. Nothing in them was published anywhere: places are real, numbers drawn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

PLACES = (
    "Quảng Ninh", "Hải Phòng", "Hà Nội", "Đà Nẵng", "Bắc Ninh", "Thanh Hóa", "Nghệ An", "Cần Thơ", "Lâm Đồng",
    "Đồng Nai", "Gia Lai", "Cà Mau", "Lào Cai", "Sơn La", "Huế", "Tây Ninh", "Hưng Yên", "Phú Thọ",
)  # fmt: skip
SITES = ("bao-tinh.vn", "so-ke-hoach.gov.vn", "tin-kinh-te.vn", "thong-ke-tinh.gov.vn")
OPENINGS = (
    "Sáng {day}, UBND tỉnh {place} họp phiên thường kỳ đánh giá tình hình kinh tế - xã hội {span}.",
    "Theo báo cáo của Sở Tài chính {place}, {span} kinh tế địa phương tiếp tục chuyển biến.",
    "Chi cục Thống kê {place} vừa công bố số liệu ước tính {span}.",
    "{place}: bức tranh kinh tế {span} có nhiều gam màu.",
)
FIGURES = (
    "Thu ngân sách trên địa bàn {span} ước đạt {big} tỷ đồng, bằng {share}% dự toán, tăng {growth}% so với cùng kỳ.",
    "Chỉ số sản xuất công nghiệp (IIP) {span} tăng {growth}% so với cùng kỳ năm trước.",
    "Kim ngạch xuất khẩu {span} đạt {mid} triệu USD, tăng {growth}% so với cùng kỳ.",
    "Giải ngân vốn đầu tư công đến hết {month} đạt {big} tỷ đồng, đạt {share}% kế hoạch Thủ tướng Chính phủ giao.",
    "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng {span} ước đạt {big} tỷ đồng, tăng {growth}%.",
    "Tỉnh đón {mid} nghìn lượt khách du lịch trong {span}, giảm {growth}% so với cùng kỳ.",
    "Chỉ số giá tiêu dùng (CPI) {month} tăng 0,{small}% so với tháng trước.",
    "Thu nội địa {span} là {big} tỷ đồng, vượt {small}% so với kế hoạch.",
)
GOALS = (
    "Phấn đấu tốc độ tăng trưởng GRDP cả năm đạt {growth}% trở lên.",
    "Mục tiêu năm {year}: tổng thu ngân sách đạt {big} tỷ đồng.",
)
TASKS = (
    "Giao Sở Tài chính chủ trì rà soát các dự án chậm tiến độ, báo cáo trước ngày 25/{number}/{year}.",
    "Yêu cầu Sở Xây dựng phối hợp với các địa phương đẩy nhanh giải phóng mặt bằng, hoàn thành trong quý IV.",
    "UBND các xã, phường khẩn trương thực hiện Nghị quyết số {small}/NQ-CP của Chính phủ.",
)
FILLER = (
    "Thời tiết trong tháng thuận lợi cho sản xuất vụ mới.",
    "Nhiều doanh nghiệp cho biết đơn hàng đã trở lại, song chi phí vận chuyển còn cao.",
    "Công tác an sinh xã hội được quan tâm; đời sống người dân cơ bản ổn định.",
    "Các đại biểu thảo luận sôi nổi về giải pháp cho những tháng còn lại.",
)


def article(number: int, seed: int = 7) -> dict[str, object]:
    """The article of a number: text, url, published, publisher, title."""
    draw = random.Random(f"{seed}:{number}")
    month, year, place = draw.randint(1, 11), draw.choice((2023, 2024, 2025)), draw.choice(PLACES)
    published = date(year, month + 1, draw.randint(1, 12))
    words = {
        "place": place,
        "year": year,
        "number": min(month + 2, 12),
        "month": f"tháng {month}/{year}",
        "span": f"{month} tháng năm {year}" if month > 1 else f"tháng 1/{year}",
        "day": f"{published.day}/{published.month}",
    }

    def say(line: str) -> str:
        drawn = {
            "big": f"{draw.randint(1_000, 180_000):,}".replace(",", "."),
            "mid": f"{draw.randint(100, 9_000):,}".replace(",", ".") + f",{draw.randint(1, 9)}",
            "share": f"{draw.randint(10, 115)},{draw.randint(1, 9)}",
            "growth": f"{draw.randint(1, 24)},{draw.randint(1, 99):02d}",
            "small": str(draw.randint(1, 99)),
        }
        return line.format_map({**words, **drawn})

    shape = draw.choices(("report", "bullets", "news", "table", "minutes", "plain"), (30, 20, 25, 8, 12, 5))[
        0
    ]
    text = "\n".join(_SHAPES[shape](draw, say))
    site = draw.choice(SITES)
    return {
        "text": text,
        "url": f"https://{site}/{year}/{month:02d}/{number}.html",
        "published": published,
        "publisher": site,
        "title": text.partition("\n")[0][:120],
    }


def _report(draw, say):
    yield say(draw.choice(OPENINGS))
    for head in ("I. Tình hình chung", "II. Các lĩnh vực", "III. Nhiệm vụ"):
        yield head
        for _ in range(draw.randint(2, 5)):
            lines = draw.sample(FIGURES, 3) + draw.sample(FILLER, 2)
            draw.shuffle(lines)
            yield " ".join(map(say, lines))
    yield say(draw.choice(GOALS))
    yield from map(say, draw.sample(TASKS, 2))


def _bullets(draw, say):
    yield say(draw.choice(OPENINGS))
    for line in draw.sample(FIGURES, draw.randint(3, 8)):
        yield f"- {say(line)}"
    yield say(draw.choice(GOALS))


def _news(draw, say):
    yield say(draw.choice(OPENINGS))
    yield " ".join(map(say, draw.sample(FIGURES, draw.randint(1, 3))))
    yield say(draw.choice(FILLER))


def _table(draw, say):
    yield say(draw.choice(OPENINGS))
    yield "| Chỉ tiêu | Đơn vị | Thực hiện | So cùng kỳ (%) |"
    yield "|---|---|---|---|"
    for name in ("Thu ngân sách", "Thu nội địa", "Vốn đầu tư công giải ngân", "Tổng mức bán lẻ"):
        yield say(f"| {name} | tỷ đồng | {{big}} | 1{{small}},{draw.randint(0, 9)} |")


def _minutes(draw, say):
    yield say(draw.choice(OPENINGS))
    yield from map(say, draw.sample(FIGURES, 3))
    for _ in range(draw.randint(3, 8)):
        yield say(draw.choice(TASKS))


def _plain(draw, say):
    yield from draw.sample(FILLER, 3)


_SHAPES = {
    "report": _report,
    "bullets": _bullets,
    "news": _news,
    "table": _table,
    "minutes": _minutes,
    "plain": _plain,
}
#: One article in so many is a copy of an earlier one under another address.
COPY_EVERY = 10


def articles(count: int, seed: int = 7) -> Iterator[dict[str, object]]:
    """So many articles; every tenth is a copy of an earlier one under another address."""
    for number in range(count):
        if number and number % COPY_EVERY == 0:
            earlier = random.Random(f"copy:{seed}:{number}").randrange(number)
            while earlier and earlier % COPY_EVERY == 0:
                earlier -= 1
            yield {**article(earlier, seed), "url": f"https://ban-sao.vn/{number}.html"}
        else:
            yield article(number, seed)


def write_parquet(path: str, count: int, seed: int = 7) -> int:
    """Write the articles to a Parquet file of texts, in groups of 1,000; the bytes of text."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = [
        ("text", pa.string()),
        ("url", pa.string()),
        ("published", pa.date32()),
        ("publisher", pa.string()),
    ]
    schema = pa.schema([*types, ("title", pa.string())])
    size, here = 0, []
    with ParquetWriter(path, schema, compression="zstd") as writer:
        for row in articles(count, seed):
            here.append(row)
            size += len(str(row["text"]).encode())
            if len(here) == 1_000:
                writer.write_table(pa.Table.from_pylist(here, schema))
                here = []
        if here:
            writer.write_table(pa.Table.from_pylist(here, schema))
    return size
