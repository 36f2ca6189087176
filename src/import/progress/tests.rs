use super::*;

fn of(text: &str) -> Progress {
    read(text.as_bytes()).unwrap_or_else(|e| panic!("{text}: {}", e.at("file")))
}

fn told(text: &str) -> Vec<(i64, String)> {
    of(text).readings.iter().map(|r| (r.at.micros() / 1_000_000, done(r.done))).collect()
}

fn done(done: Done) -> String {
    match done {
        Done::Bytes(size) => format!("{}", size.bytes()),
        Done::Share(share) => format!("{}%", share.as_percent()),
    }
}

fn pairs(list: &[(i64, &str)]) -> Vec<(i64, String)> {
    list.iter().map(|&(at, text)| (at, text.to_owned())).collect()
}

#[test]
fn tables_are_read_whatever_separates_them() {
    let wanted = pairs(&[(0, "30%"), (28_200, "34.5%")]);
    assert_eq!(told("time,percent\n23:10,30\n07:00,34.5\n"), wanted);
    assert_eq!(told("\u{feff}Time;Percent\r\n23:10;30 %\r\n07:00;34,5\r\n"), wanted);
    assert_eq!(told("clock\tdone\n23:10\t30%\n07:00\t34.5%\n"), wanted);
    assert_eq!(told("23:10,30%\n07:00,34.5%"), wanted);
    assert_eq!(told("date,time,%\n2026-11-29,23:10,30\n2026-11-30,07:00,34.5\n"), wanted);
    assert_eq!(of("time,percent\n23:10,30\n07:00,34\n").clock.unwrap().secs(), 83_400);
}

#[test]
fn sizes_carry_their_unit_in_the_cell_or_in_the_name() {
    let wanted = pairs(&[(0, "1500000000"), (600, "2000000000")]);
    assert_eq!(told("minutes,done_gb\n0,1.5\n10,2\n"), wanted);
    assert_eq!(told("t_s,uploaded\n0,1.5GB\n600,2GB\n"), wanted);
    assert_eq!(told("seconds,bytes\n0,1500000000\n600,2000000000\n"), wanted);
    assert_eq!(told("t,mb,total_gb\n0,1500,4\n600,2000,4\n"), wanted);
    assert_eq!(of("t,mb,total_gb\n0,1,4\n6,2,4\n").total, Some(Size::from_bytes(4_000_000_000)));
}

#[test]
fn a_number_without_a_unit_is_never_guessed() {
    let error = read(b"time,done\n23:10,30\n23:20,31\n").unwrap_err();
    assert_eq!((error.line, error.column), (2, 7));
    assert!(error.message.contains("of which unit"), "{error:?}");
    let error = read(b"when,what\n1,2\n").unwrap_err();
    assert!(error.message.contains("name it percent, done_gb or bytes"), "{error:?}");
    let error = read(b"percent\n1\n").unwrap_err();
    assert!(error.message.contains("name it time"), "{error:?}");
}

#[test]
fn bad_rows_are_left_out_and_told_with_line_and_column() {
    let text = "time,percent\n23:10,30\n23:20,much\n23:30,\n23:25,n/a\nnoon,31\n23:40,32\n23:35,33\n23:50\n23:59,101\n";
    let found = of(text);
    assert_eq!(told(text), pairs(&[(0, "30%"), (1800, "32%")]));
    let places: Vec<_> = found.faults.iter().map(|f| (f.line, f.column)).collect();
    assert_eq!(places, [(3, 7), (6, 1), (8, 7), (9, 0), (10, 7)]);
    assert_eq!(found.left_out, 7);
}

#[test]
fn one_reading_is_too_few() {
    let message = |text: &str| read(text.as_bytes()).unwrap_err().message;
    assert!(message("time,percent\n23:10,30\n").contains("two are needed"));
    assert!(message("time,percent\n").contains("two are needed"));
    assert!(message("").contains("empty"));
    assert!(message("{\"a\":1}").contains("neither rclone's log"));
}

#[test]
fn the_programs_own_timeline_begins_with_nothing_sent() {
    let head = "start_s,end_s,night,clock_start,clock_end,state,cause,closed_gates,rate_bits_per_s,sent_bytes,fraction,battery_percent,charging\n";
    let text = format!(
        "{head}0,600,1,22:00:00,22:10:00,uploading,upload-speed,,8000,600000,0.5,80,yes\n600,1200,1,22:10:00,22:20:00,stalled,no-wifi,no-wifi,0,600000,0.5,80,yes\n"
    );
    let found = of(&text);
    assert_eq!((found.format, found.clock.unwrap().secs()), (Format::Timeline, 79_200));
    assert_eq!(told(&text), pairs(&[(0, "0"), (600, "600000"), (1200, "600000")]));
}

#[test]
fn a_column_without_any_progress_gives_way_to_the_next() {
    let text = "t_s,stored_bytes,tool_bytes\n0.00,,0\n0.50,,10\n1.00,,20\n";
    assert_eq!(told(text).len(), 3);
    assert_eq!(told(text).last().unwrap().1, "20");
    let both = "t_s,tool_bytes,stored_bytes\n0,0,0\n1,9,5\n";
    assert_eq!(told(both), pairs(&[(0, "0"), (1, "5")]));
}

/// 100 bytes in all; after an error at 3 s rclone counts 20 bytes anew, and as many more in all.
const RCLONE: &str = r#"2026/11/29 INFO : text of something else
{"level":"info","msg":"Copied (new)","object":"a","time":"2026-11-29T23:00:00.5+00:00"}
{"level":"info","msg":"x","stats":{"bytes":20,"totalBytes":60,"elapsedTime":1.0,"errors":0,"eta":null},"time":"2026-11-29T23:00:01.000000+00:00"}
{"level":"info","msg":"x","stats":{"bytes":40,"totalBytes":100,"elapsedTime":2.0,"errors":0},"time":"2026-11-29T23:00:02.000000+00:00"}
{"level":"info","msg":"x","stats":{"bytes":60,"totalBytes":120,"elapsedTime":3.0,"errors":1},"time":"2026-11-29T23:00:03.000000+00:00"}
{"level":"info","msg":"x","stats":{"bytes":80,"totalBy"#;

#[test]
fn a_log_of_rclone_does_not_count_what_was_sent_for_nothing() {
    let found = of(RCLONE);
    assert_eq!(told(RCLONE), pairs(&[(0, "0"), (1, "20"), (2, "40"), (3, "40")]));
    assert_eq!(found.total, Some(Size::from_bytes(100)));
    assert_eq!((found.format, found.left_out), (Format::Rclone, 2));
    assert_eq!(found.clock.unwrap().secs(), 82_800);
}

#[test]
fn a_second_process_of_rclone_goes_on_where_the_first_ended() {
    let line = |bytes: u32, total: u32, elapsed: f64, at: u32| {
        format!(
            "{{\"level\":\"info\",\"stats\":{{\"bytes\":{bytes},\"totalBytes\":{total},\"elapsedTime\":{elapsed},\"errors\":0}},\"time\":\"2026-11-29T23:00:{at:02}Z\"}}\n"
        )
    };
    let text = [line(30, 100, 3.0, 3), line(10, 70, 1.0, 9), line(20, 70, 2.0, 10)].concat();
    assert_eq!(told(&text), pairs(&[(0, "0"), (3, "30"), (9, "40"), (10, "50")]));
    assert_eq!(of(&text).total, Some(Size::from_bytes(100)));
}

#[test]
fn restics_status_leaves_zeros_out_and_its_summary_knows_what_was_sent() {
    let status = "{\"message_type\":\"status\",\"percent_done\":0,\"total_files\":1,\"total_bytes\":900}\n\
        {\"message_type\":\"status\",\"percent_done\":0.5,\"total_bytes\":1000,\"bytes_done\":500}\n\
        {\"message_type\":\"status\",\"seconds_elapsed\":2,\"percent_done\":1,\"total_bytes\":1000,\"bytes_done\":1000}\n";
    assert_eq!(told(status), pairs(&[(0, "500"), (2, "1000")]));
    assert_eq!(
        (of(status).format, of(status).total),
        (Format::Restic, Some(Size::from_bytes(1000)))
    );
    let summary = format!(
        "{status}{{\"message_type\":\"summary\",\"data_added\":800,\"total_bytes_processed\":1000,\"total_duration\":16.5}}\n"
    );
    let found = of(&summary);
    assert_eq!((found.format, found.total), (Format::ResticSummary, Some(Size::from_bytes(800))));
    assert_eq!(found.readings[1].at, Span::from_micros(16_500_000));
}
