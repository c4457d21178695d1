"""What measures: how near a repaired text is to the truth of its page.

    truth = read_truth(path)                        lines in reading order, articles, kinds
    prediction = result_to_prediction(result, name) or read_predictions(path)
    report = evaluate_page(prediction, truth, dump) every measure of one page
    summarise([report, ...])                        means with bootstrap intervals, calibration

docs/evaluation.md says what each number means and what it does not see. The stages never import
this package.
"""

from layoutfix.evaluation.calibration import (
    Calibration,
    JudgedJoint,
    Warned,
    calibrate,
    count_warned,
    judge_joints,
)
from layoutfix.evaluation.ceiling import restore_order
from layoutfix.evaluation.headings import score_headings
from layoutfix.evaluation.intervals import Mean, mean_over_pages
from layoutfix.evaluation.match import check_same_page, find_files, match_truth, share_found
from layoutfix.evaluation.order import OrderScore, score_order
from layoutfix.evaluation.page import PageReport, evaluate_page
from layoutfix.evaluation.prediction import Prediction, read_predictions, result_to_prediction
from layoutfix.evaluation.score import PageScorer, TextScore, score_text
from layoutfix.evaluation.summary import MEASURES, Summary, page_label, summarise, summarise_by
from layoutfix.evaluation.truth import (
    OrderTest,
    TrueLine,
    Truth,
    dict_to_truth,
    read_truth,
    text_to_truth,
)

__all__ = [
    "MEASURES",
    "Calibration",
    "JudgedJoint",
    "Mean",
    "OrderScore",
    "OrderTest",
    "PageReport",
    "PageScorer",
    "Prediction",
    "Summary",
    "TextScore",
    "TrueLine",
    "Truth",
    "Warned",
    "calibrate",
    "check_same_page",
    "count_warned",
    "dict_to_truth",
    "evaluate_page",
    "find_files",
    "judge_joints",
    "match_truth",
    "mean_over_pages",
    "page_label",
    "read_predictions",
    "read_truth",
    "restore_order",
    "result_to_prediction",
    "score_headings",
    "score_order",
    "score_text",
    "share_found",
    "summarise",
    "summarise_by",
    "text_to_truth",
]
