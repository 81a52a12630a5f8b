from hpbrief.load.compose import Grid, GridCell, Paragraph, compose_document, grid_of


def test_cells_stand_in_the_text_where_the_table_says() -> None:
    grid = Grid(
        [
            GridCell(1, 1, "Chỉ tiêu", rows=2),
            GridCell(1, 2, "Tháng 10", columns=2),
            GridCell(2, 2, "Giá\ntrị"),
            GridCell(2, 3, "a|b"),
        ],
        page=2,
        sheet="Biểu 1",
    )
    document = compose_document([Paragraph("Đầu", 1), grid, Paragraph("Cuối", 2)], file="x.docx")
    text, table = document.text, document.tables[0]
    assert text is not None
    assert [text[c.start : c.end] for c in table.cells] == ["Chỉ tiêu", "Tháng 10", "Giá trị", "a¦b"]
    assert text[table.start : table.end] == "| Chỉ tiêu | Tháng 10 |  |\n|  | Giá trị | a¦b |\n"
    assert document.pages == (0, 4)
    assert text.startswith("Cuối", table.end)


def test_the_same_parts_have_the_same_id() -> None:
    one, two = (compose_document([grid_of([["a", "1"], ["b", n]])]) for n in ("2", "3"))
    assert one.id != two.id
    assert one == compose_document([grid_of([["a", "1"], ["b", "2"]])])
