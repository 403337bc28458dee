//! The main content of whole pages, as sites really build them.

use mithaq_read::{HtmlPage, Limits, extract_html};

fn page(html: &str) -> HtmlPage {
    extract_html(html, &Limits::default())
}

const LEAD: &str = "مراكش - وقع وزير الدفاع التشيكي والوزير المنتدب لدى رئيس الحكومة المكلف بإدارة الدفاع \
    الوطني، اليوم الأربعاء بمراكش، اتفاقية للتعاون في مجال الدفاع بين البلدين.";
const SECOND: &str = "وتنص الاتفاقية على تبادل الخبرات والتكوين والتمارين المشتركة، حسب بلاغ لإدارة الدفاع الوطني.";
const THIRD: &str = "وجرى حفل التوقيع على هامش المعرض الدولي للطيران والفضاء، بحضور سفير جمهورية التشيك بالرباط.";

/// A news site with everything that is not the article.
fn arabic_news_page() -> String {
    format!(
        r##"<!DOCTYPE html>
<html lang="ar-MA" dir="rtl">
<head>
<meta charset="utf-8">
<title>المغرب والتشيك يوقعان اتفاقية دفاعية | صحيفة الميثاق</title>
<meta property="og:title" content="المغرب والتشيك يوقعان اتفاقية دفاعية">
<meta property="og:site_name" content="صحيفة الميثاق">
<meta property="article:published_time" content="2024-10-30T18:05:00+01:00">
<link rel="canonical" href="https://example.org/2024/10/30/defence">
<script>window.dataLayer = ["<p>ليس نصا</p>"];</script>
<style>.menu {{ color: red }}</style>
</head>
<body class="single has-sidebar">
<header class="site-header"><a href="/">صحيفة الميثاق</a>
<nav class="main-menu"><ul><li><a href="/politics">سياسة</a></li><li><a href="/economy">اقتصاد</a></li>
<li><a href="/sport">رياضة</a></li><li><a href="/world">العالم</a></li></ul></nav></header>
<div class="breaking-news banner"><span>عاجل</span> <a href="/x">روسيا والصين توقعان معاهدة عسكرية جديدة</a></div>
<div class="breadcrumbs"><a href="/">الرئيسية</a> / <a href="/politics">سياسة</a></div>
<main>
<article class="post">
<h1 class="entry-title">المغرب والتشيك يوقعان اتفاقية دفاعية</h1>
<div class="meta"><span class="author">هيئة التحرير</span> <time datetime="2024-10-30">30 أكتوبر 2024</time></div>
<div class="share-buttons"><a href="https://facebook.example/share">فيسبوك</a> <a href="#">تويتر</a>
<a href="#">واتساب</a> <button>انسخ الرابط</button></div>
<figure><img src="a.jpg" alt="صورة"><figcaption>الوزيران خلال حفل التوقيع</figcaption></figure>
<div class="entry-content">
<p>{LEAD}</p>
<p>{SECOND}</p>
<p>اقرأ أيضا: <a href="/y">الجزائر وموزمبيق تختتمان أشغال اللجنة العسكرية المشتركة</a></p>
<p>وتشمل مجالات التعاون:</p>
<ul><li>التكوين العسكري</li><li>الصناعة الدفاعية&nbsp;والصيانة</li><li>الطب العسكري</li></ul>
<p>{THIRD}</p>
</div>
<div class="related-posts"><h3>أخبار ذات صلة</h3>
<ul><li><a href="/1">تركيا وأذربيجان توقعان بروتوكولا للتدريب</a></li>
<li><a href="/2">فرنسا تسلم اليونان طائرات مقاتلة</a></li>
<li><a href="/3">وفد عسكري أمريكي يزور تونس</a></li></ul></div>
</article>
</main>
<aside class="sidebar"><h3>الأكثر قراءة</h3><ol><li><a href="/4">مصر وقبرص تبحثان التعاون العسكري</a></li></ol>
<p>اشترك في النشرة البريدية ليصلك كل جديد</p></aside>
<div class="comments"><h3>تعليقات الزوار</h3><p>تعليق: كلام طويل من قارئ لا علاقة له بالخبر، مع فواصل، وكلمات كثيرة.</p></div>
<footer><p>جميع الحقوق محفوظة © 2024 صحيفة الميثاق</p></footer>
</body></html>"##
    )
}

#[test]
fn arabic_news_page_gives_the_article_alone() {
    let page = page(&arabic_news_page());
    assert_eq!(page.title.as_deref(), Some("المغرب والتشيك يوقعان اتفاقية دفاعية"));
    assert_eq!(page.published.as_deref(), Some("2024-10-30"));
    assert_eq!(page.language.as_deref(), Some("ar"));
    assert_eq!(page.publisher.as_deref(), Some("صحيفة الميثاق"));
    assert_eq!(page.url.as_deref(), Some("https://example.org/2024/10/30/defence"));
    let lines: Vec<&str> = page.text.lines().collect();
    let from = lines.iter().position(|line| *line == LEAD).expect("the lead is there");
    assert_eq!(lines[from..], [LEAD, SECOND, "وتشمل مجالات التعاون:", "- التكوين العسكري", "- الصناعة الدفاعية والصيانة", "- الطب العسكري", THIRD], "{}", page.text);
    for stranger in ["روسيا", "الجزائر", "تركيا", "فرنسا", "أمريكي", "مصر", "فيسبوك", "تعليق", "الحقوق", "رياضة", "النشرة"]
    {
        assert!(!page.text.contains(stranger), "{stranger} in:\n{}", page.text);
    }
    assert!(!lines[..from].contains(&"المغرب والتشيك يوقعان اتفاقية دفاعية"), "the headline is kept apart");
}

/// A ministry's page of the older kind: tables for layout, a form around everything, line breaks for paragraphs.
#[test]
fn table_layout_page() {
    let html = format!(
        "<html lang=\"en\"><head><title>وزارة الدفاع - خبر</title></head><body><form id=aspnetForm><table width=100%>\
         <tr><td colspan=2><a href=/>الرئيسية</a> | <a href=/news>الأخبار</a> | <a href=/contact>اتصل بنا</a></td></tr>\
         <tr><td width=20%><table><tr><td><a href=/a>الوزير</a></td></tr><tr><td><a href=/b>القوات البرية</a></td></tr>\
         <tr><td><a href=/c>القوات البحرية</a></td></tr></table></td>\
         <td><span class=date>30/10/2024</span><br><br>{LEAD}<br><br>{SECOND}<br><br>{THIRD}</td></tr>\
         <tr><td colspan=2>جميع الحقوق محفوظة</td></tr></table></form></body></html>"
    );
    let page = page(&html);
    for part in [LEAD, SECOND, THIRD] {
        assert!(page.text.lines().any(|line| line == part), "{part}\nnot in:\n{}", page.text);
    }
    assert!(!page.text.contains("القوات البحرية"), "{}", page.text);
    assert_eq!(page.language, None, "the template says English, the text is Arabic");
}

/// `<div>`s without telling names, paragraphs as `<div>`s.
#[test]
fn page_of_nameless_divs() {
    let html = format!(
        "<body><div class=a1><div><a href=1>سياسة</a></div><div><a href=2>رياضة</a></div></div>\
         <div class=b2><div class=c3><h1>المغرب والتشيك يوقعان اتفاقية</h1><div>{LEAD}</div><div>{SECOND}</div><div>{THIRD}</div></div>\
         <div class=d4><div><a href=3>تركيا وأذربيجان توقعان بروتوكولا</a></div><div><a href=4>فرنسا تسلم اليونان طائرات</a></div></div></div>\
         <div class=e5>جميع الحقوق محفوظة</div></body>"
    );
    let page = page(&html);
    assert_eq!(page.title.as_deref(), Some("المغرب والتشيك يوقعان اتفاقية"));
    for part in [LEAD, SECOND, THIRD] {
        assert!(page.text.lines().any(|line| line == part), "{part}\nnot in:\n{}", page.text);
    }
    assert!(!page.text.contains("تركيا") && !page.text.contains("رياضة"), "{}", page.text);
}

#[test]
fn a_short_wire_item_does_not_drag_the_menu_in() {
    let html = "<body><div id=menu class=menu><ul><li><a href=1>Home</a><li><a href=2>World news</a><li><a href=3>Sport and more</a></ul></div>\
        <div class=content><p>RABAT, 30 Oct (MAP) - The Czech and Moroccan defence ministers, meeting in Marrakesh, signed a defence \
        cooperation agreement on Wednesday, the ministry said.</p></div><div class=footer>About us, contact, careers, cookies</div></body>";
    let page = page(html);
    assert!(page.text.starts_with("RABAT, 30 Oct (MAP)"), "{}", page.text);
    assert!(!page.text.contains("Sport") && !page.text.contains("cookies"), "{}", page.text);
}

#[test]
fn a_page_without_an_article_gives_its_text() {
    assert_eq!(page("<p>Signed.").text, "Signed.");
    assert_eq!(page("<ul><li><a href=1>One</a><li><a href=2>Two</a></ul>").text, "- One\n- Two");
    assert_eq!(page("just text, no tags").text, "just text, no tags");
    assert_eq!(page("").text, "");
}

#[test]
fn a_data_table_keeps_rows_and_cells() {
    let html = "<article><h1>Agreements</h1><p>The ministry listed the defence agreements that were signed during the year, with date and place.</p>\
        <table><thead><tr><th>Party</th><th>Date</th><th>Place</th></tr></thead><tbody>\
        <tr><td>Czechia</td><td>30 October 2024</td><td>Marrakesh</td></tr>\
        <tr><td>Mozambique</td><td>8 October 2019</td><td>Algiers</td></tr></tbody></table>\
        <p>All of them are in force, the ministry said, and a joint committee follows them up every year.</p></article>";
    let text = page(html).text;
    assert!(text.contains("Party | Date | Place\nCzechia | 30 October 2024 | Marrakesh\n"), "{text}");
}

#[test]
fn deep_pages_are_read_flat() {
    for html in [
        format!("{}<p>{LEAD}</p>{}", "<div>".repeat(100_000), "</div>".repeat(100_000)),
        format!("<html lang=ar><title>عنوان</title><body>{}{LEAD}", "<b><i><span>".repeat(40_000)),
    ] {
        let page = page(&html);
        assert_eq!(page.text.lines().last(), Some(LEAD));
    }
}

#[test]
fn depth_below_the_limit_works_on_a_small_stack() {
    let html = format!("{}<p>{LEAD}</p><p>{SECOND}</p>", "<div><section>".repeat(250));
    let handle = std::thread::Builder::new().stack_size(1 << 20).spawn(move || extract_html(&html, &Limits::default()).text);
    let text = handle.expect("a thread").join().expect("no overflow");
    assert!(text.contains(LEAD));
}
