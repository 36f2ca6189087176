//! Wrong values of the kinds of what happens on the line and at the destination in the course of a day.

use super::{FAR, Forms, NEAR};

pub(super) const SPEED_PLAN: Forms = &[
    ("E012", NEAR, &["#", "@ #", "18:00 2Mbps, 23:00 #"]),
    ("E013", NEAR, &["#M", "@ #M", "@ #MBPS", "18:00 2Mbps, 23:00 #mb"]),
    ("E016", NEAR, &["@ #Mpbs", "@", "#Mpbs"]),
    ("E017", NEAR, &["@ -#Mbps", "@ #Tbps", "-#Mbps"]),
    ("E020", NEAR, &["{25}:00 #Mbps", "18:{60} #Mbps", "18:00 2Mbps, 24:00 #Mbps"]),
    ("E021", NEAR, &["{h} #Mbps, 18:00 2Mbps"]),
    ("E035", NEAR, &["18:00 2Mbps, #Mbps", "18:00 2Mbps, @"]),
    ("E036", NEAR, &["@ 2Mbps, @ #Mbps", "@ #Mbps, 12:34 2Mbps, @ 3Mbps"]),
    ("E035", FAR, &["fast", "slow"]),
];

pub(super) const OUTAGES: Forms = &[
    ("E020", NEAR, &["02:00-02:20 cutt", "@-02:20 drop"]),
    ("E021", NEAR, &["{h}-{k} cut"]),
    ("E022", NEAR, &["@-@ hold"]),
    ("E023", NEAR, &["@ cut"]),
    ("E031", NEAR, &["night 0: 01:00-05:00 cut", "nights {60}-2: 01:00-05:00 hole"]),
];

pub(super) const DROPS: Forms = &[
    ("E010", FAR, &["  "]),
    ("E012", NEAR, &["every # for 30s", "every #min for 30", "every #.5 for 1min"]),
    ("E016", NEAR, &["every #x for 30s", "every #min for 30 secnds", "every #GB for 1s"]),
    ("E017", NEAR, &["every 0s for #s", "every #min for 0s", "every -#min for 30s"]),
    ("E025", NEAR, &["every #M for 30s", "every #h for 1 month"]),
    (
        "E035",
        NEAR,
        &[
            "every #min",
            "#min for 30s",
            "evry #min for 30s",
            "every #min 30s",
            "for #s every 1h",
            "every #min fr 30s",
        ],
    ),
    ("E035", FAR, &["often", "#", "#%"]),
    ("E038", NEAR, &["every #h{60} for 30s", "every #min for 5s 3h"]),
];

pub(super) const RIVALS: Forms = &[
    ("E012", NEAR, &["onedrive #", "# 22:00-07:00", "fixed #", "onedrive fixed # from 22:10"]),
    ("E013", NEAR, &["fixed #M", "onedrive fixed #MB"]),
    ("E014", NEAR, &["onedrive #Gb", "#Gbit 22:00-07:00"]),
    ("E016", NEAR, &["onedrive #Go", "fixed #Mpbs"]),
    ("E017", NEAR, &["0 flows #GB", "{2000} flows 8GB", "onedrive #PB", "fixed #Tbps"]),
    ("E020", NEAR, &["onedrive 20GB {25}:00-07:00", "#GB 22:{60}-07:00", "#GB from {25}:00"]),
    ("E021", NEAR, &["onedrive #GB {h}-{k}", "#GB from {h}"]),
    ("E022", NEAR, &["onedrive #GB @-@"]),
    ("E031", NEAR, &["onedrive #GB night 0: 01:00-05:00"]),
    ("E010", FAR, &["onedrive #GB,,x"]),
];

pub(super) const SPEED_CAP: Forms = &[
    ("E012", NEAR, &["#", "@ #", "18:00 off, 23:00 #"]),
    ("E013", NEAR, &["#M", "@ #M", "@ #MBPS", "18:00 off, 23:00 #mb"]),
    ("E016", NEAR, &["@ #Mpbs", "@", "#Mpbs"]),
    ("E017", NEAR, &["@ -#Mbps", "@ #Tbps", "-#Mbps"]),
    ("E020", NEAR, &["{25}:00 off", "18:{60} #Mbps", "18:00 2Mbps, 24:00 off"]),
    ("E021", NEAR, &["{h} off, 18:00 #Mbps"]),
    ("E035", NEAR, &["18:00 2Mbps, #Mbps", "18:00 off, @", "@ of", "@ no cap"]),
    ("E036", NEAR, &["@ 2Mbps, @ off", "@ off, 12:34 2Mbps, @ #Mbps"]),
    ("E035", FAR, &["fast", "off"]),
];

pub(super) const SIZE_PLAN: Forms = &[
    ("E012", NEAR, &["@ #", "18:00 2GB, 23:00 #"]),
    ("E014", NEAR, &["@ #Gb", "@ #Mbit"]),
    ("E016", NEAR, &["@ #Go", "18:00 2GB, 23:00 #gigs", "@ #Mbps"]),
    ("E017", NEAR, &["@ -#GB", "@ #PB"]),
    ("E018", NEAR, &["@ #%"]),
    ("E020", NEAR, &["{25}:00 #GB", "18:{60} #GB", "18:00 2GB, 24:00 #GB"]),
    ("E021", NEAR, &["{h} #GB, 18:00 2GB"]),
    ("E035", NEAR, &["#GB", "18:00 2GB, #GB", "@", "@ two", "18:00 2GB,"]),
    ("E036", NEAR, &["@ 2GB, @ #GB", "@ #GB, 12:34 2GB, @ 3GB"]),
    ("E035", FAR, &["more", "full"]),
];
