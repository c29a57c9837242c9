"""Small invented lists with the quirks of the real ones. Every person in them is made up."""

from __future__ import annotations

import csv
import io

AZERBAIJAN = (
    "no,name_as_printed,category_heading,date_of_arrest_raw,charges_raw,sentence_raw,place_of_detention_raw\r\n"
    '1,Invented Nobody oglu Firstov,A. INVENTED ,22 November 2013,"Criminal Code Article 234.4.3 (Illegal purchase or\r\n'
    'storage of an invented thing)",,"Baku Investigative Prison No. 1 (Kurdakhani\r\npre-trial detention center)"\r\n'
    '2,Imaginary Nobody oglu Secondov,A. INVENTED ,"January 20, 2007","Criminal Code Articles 28 (Preparation of a crime);'
    ' 220.1 (Organization of disorder (except of toys)); and 228.3 (Illegal purchase)",,Penitentiary Institution № 14\r\n'
    "4,Unreal Nobody oglu Thirdov,B. OTHERS ,,,,\r\n"
    "5,Fictional Nobody qizi Fourthova,B. OTHERS ,the decision was made on 14 April 2014.,"
    '"Article 168.2 of the Criminal Code. Implementation of something",,Prison # 7\r\n'
    '6,Oldest Nobody oglu Fifthov,F. OLD ,10 December 1996,"Criminal Code (of 1960) Article 59, Parts 1 (Killing) and 15'
    ' (Preparation); Article 145, Part 2, Items 1, 2 and 6 (Robbery); and Part 3 of Article 220-1",,Gobustan Closed Prison\r\n'
)

VIASNA_HEAD = (
    "id,url,name,status,gender,photo,description,birthday,arrested,articles,prison,declaration,decision,penalty,judge,councel,"
    "penalty_start_date,release_date,verdict_date,appeal_date,fake_terrorist_list,died,clusters"
)
VIASNA = (
    f"{VIASNA_HEAD}\n"
    "9001,https://example.org/1,Выдуманный Сидящий,active,male,,,1980-01-02,2026-01-03,ч. 1 ст. 342 Уголовного кодекса,ИК № 1,"
    "https://example.org/n1,2 года,лишение свободы,Судья Выдуманный,,,,2026-02-04,,,Минск\n"  # one cell too few
    "9002,https://example.org/2,Выдуманная Вышедшая,former,female,,,1990-03-04,2024-05-06,ст. 342 Уголовного кодекса,,"
    "https://example.org/n2,1 год 6 месяцев,лишение свободы,Судья Выдуманная,,,2025-07-08,2024-06-07,,,,Гомель\n"
    "9003,https://example.org/3,Гражданин К.,np,male,,,,2025-01-01,ст. 342 Уголовного кодекса,,https://example.org/n3,штраф,"
    "штраф,,,,,2025-02-02,,,,Брест\n"
    "9004,https://example.org/4,Гражданин К.,np,male,,,,2025-01-02,ст. 342 Уголовного кодекса,,https://example.org/n4,штраф,"
    "штраф,,,,,2025-02-03,,,1,Брест\n"
)

US_COLUMN_TEXT = (
    "title,slug,first_published_at,last_published_at,latest_revision_created_at,updates,categories,links,equipment_seized,"
    "equipment_broken,authors,targeted_journalists,date,exact_date_unknown,city,state,body,teaser,teaser_image,primary_video,"
    "image_caption,arrest_status,status_of_charges,release_date,detention_date,unnecessary_use_of_force,lawsuit_name,"
    "status_of_seized_equipment,is_search_warrant_obtained,actor,border_point,stopped_at_border,target_us_citizenship_status,"
    "denial_of_entry,stopped_previously,did_authorities_ask_for_device_access,did_authorities_ask_for_social_media_user,"
    "did_authorities_ask_for_social_media_pass,did_authorities_ask_about_work,were_devices_searched_or_seized,assailant,"
    "was_journalist_targeted,charged_under_espionage_act,subpoena_type,subpoena_statuses,held_in_contempt,detention_status,"
    "third_party_in_possession_of_communications,third_party_business,legal_order_type,status_of_prior_restraint,"
    "targeted_institutions,tags,current_charges,dropped_charges,venue,target_nationality,"
    "workers_whose_communications_were_obtained,politicians_or_public_figures_involved"
)
US_COLUMNS = US_COLUMN_TEXT.split(",")


def us_row(**cells: str) -> dict[str, str]:
    """An incident: everything "None" but what is given."""
    return {
        **dict.fromkeys(US_COLUMNS, "None"), "exact_date_unknown": "False", "body": "<p>Secret body</p>",
        "categories": "Arrest / Criminal Charge", "arrest_status": "arrested and released", "current_charges": "",
        "dropped_charges": "", **cells,
    }  # fmt: skip


US_ROWS = [
    us_row(
        slug="https://example.org/a/", title="Three held", date="2020-05-29", detention_date="2020-05-29",
        targeted_journalists="Ann Invented (Some TV; Other TV), Bob Imaginary (Some TV), Cy Unreal",
        release_date="2020-05-30", arrest_status="detained and released without being processed",
        status_of_charges="not charged",
    ),
    us_row(
        slug="https://example.org/b/", title="Charged", date="2017-01-20", exact_date_unknown="True",
        targeted_journalists="Dee Fictional  (Paper)", status_of_charges="charges dropped",
        dropped_charges="felony, rioting", current_charges="rioting, trespassing",
    ),
    us_row(
        slug="https://example.org/c/", title="Hit", categories="Physical Attack", arrest_status="None", date="2018-01-01",
        targeted_journalists="Eve Madeup",
    ),
    us_row(slug="https://example.org/d/", title="Acquitted", date="2016-10-22", targeted_journalists="Ann Invented",
           status_of_charges="acquitted", dropped_charges="trespassing"),
]  # fmt: skip


def written(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


US = written(US_COLUMNS, US_ROWS)
